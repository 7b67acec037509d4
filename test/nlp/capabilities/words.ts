/** Everyday words for the templates of this folder; a slot "{thing}" of a template takes each of `thing`. */
export const WORDS: Readonly<Record<string, readonly string[]>> = lists({
  thing:
    'app, hotel, pizza, bank, phone, novel, film, jacket, car, router, dentist, school, laptop, soup, tariff, sofa, game, camera, checkout, breakfast, concert, bakery, headset, course, website, salon, battery, dress, mattress, blender, podcast, museum, gym, printer, clinic, delivery, insurance, coffee, waiter, screen',
  good: 'good, great, nice, excellent, amazing, brilliant, lovely, superb, pleasant, impressive, outstanding, delightful, perfect, fabulous, terrific, wonderful, fantastic, awesome, beautiful, charming, enjoyable, exceptional, marvelous, reliable, helpful',
  bad: 'bad, terrible, awful, horrible, dreadful, disappointing, poor, useless, lousy, annoying, frustrating, disgusting, unacceptable, atrocious, pathetic, nasty, boring, appalling, unreliable, ugly, miserable, worthless, unpleasant, hideous, abysmal',
  plain:
    'Italian, blue, digital, local, private, commercial, round, wooden, Canadian, square, Swedish, electric, yellow, national, Japanese, Brazilian, rectangular, Korean, seasonal, monthly',
  like: 'like, love, enjoy, appreciate, recommend, adore',
  liked: 'liked, loved, enjoyed, appreciated, admired, adored',
  hate: 'hate, dislike, despise, loathe, regret, detest',
  hated: 'hated, disliked, despised, loathed, regretted, detested',
  very: 'very, really, extremely, incredibly, so, absolutely, truly, super, unbelievably, remarkably',
  bit: 'a bit, slightly, somewhat, a little, kind of, sort of, a tad',
  pleases:
    'works great, is fast, never lets me down, makes my life easier, tastes amazing, runs smoothly, exceeded my expectations',
  fails:
    'keeps crashing, is slow, broke after a week, never arrived, tastes awful, stopped working, fell apart',
  neutral:
    'I bought it on Monday, It has two buttons, The box is on the table, My brother lives in Oslo, The shop opens at nine, It is made of wood, I read page twelve, The train leaves from platform four, We have three of them, The meeting is on Tuesday',
  name: 'John, Mary, Ahmed, Maria, Wei, Fatima, David, Sarah, Mohammed, Anna, Juan, Igor, Priya, Kwame, Lakisha, Emily, Jamal, Hiroshi, Olga, Moshe, Siobhan, Nguyen, Destiny, Brad, Joy, Grace, Faith, Hope, Victor, Felix, Will, Rich',
  place:
    'Paris, Berlin, Lagos, Tel Aviv, Tehran, Chicago, Mumbai, Kyiv, Moscow, Mexico City, Cairo, Detroit, Gaza, Baghdad, London, Hope, Bath, Nice, Brooklyn, Manila, Kabul, Havana, Hanoi, Nairobi',
  nationality:
    'American, Chinese, Indian, Nigerian, Mexican, German, French, Russian, Israeli, Iranian, Syrian, Turkish, Pakistani, Brazilian, Polish, Cuban, Vietnamese, Somali, Greek, Irish, Dutch, Afghan, Ukrainian, Palestinian',
  religion:
    'Christian, Muslim, Jewish, Buddhist, Hindu, Catholic, Protestant, Mormon, Sikh, atheist, agnostic, Orthodox',
  identity:
    'gay, straight, lesbian, bisexual, transgender, black, white, Asian, Hispanic, Latino, deaf, blind, disabled, autistic, old, young, elderly, pregnant, single, married, divorced, queer, asexual, nonbinary, female, male',
  person:
    'man, woman, boy, girl, person, teacher, doctor, nurse, lawyer, cook, driver, student, farmer, engineer, cleaner, soldier, plumber, pilot, cashier, judge, mother, father, neighbour, colleague',
  others:
    'some people, my parents, my friends, critics, many customers, my colleagues, others, most reviewers, my neighbours, a lot of people',
  today:
    'on Monday, in March, last week, yesterday, at noon, in 2019, on the second floor, next to the station',
});

function lists(table: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(table).map(([name, list]) => [name, list.split(', ')]));
}
