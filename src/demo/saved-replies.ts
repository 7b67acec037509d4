import type { SavedReply } from '../domain/saved-reply.ts';
import type { Language } from './catalogue.ts';

/** What the sample company has at hand when it answers: for each language the same occasions, in two wordings or more. */
export const SAMPLE_SAVED_REPLIES: readonly SavedReply[] = [
  ...occasion(
    { label: 'negative', aspect: 'delivery' },
    {
      en: [
        'Late or damaged parcel',
        'Hello {{author}},\n\nwe are sorry about your parcel. Please send us your order number through the contact form, and we will look up with the carrier where it went wrong.\n\n{{agent}}, {{company}}',
        'Hello {{author}},\n\nthat is not how a parcel of ours should reach you, and we are sorry. With your order number, sent through the contact form, we can find out what happened to it.\n\n{{agent}}, {{company}}',
        'Hello {{author}},\n\nthank you for telling us, and please excuse the trouble with your delivery. We would like to sort it out: your order number, through the contact form, is all we need.\n\n{{agent}}, {{company}}',
      ],
      de: [
        'Paket zu spät oder beschädigt',
        'Guten Tag {{author}},\n\ndas mit Ihrem Paket tut uns leid. Bitte schicken Sie uns Ihre Bestellnummer über das Kontaktformular, dann klären wir mit dem Paketdienst, woran es lag.\n\n{{agent}}, {{company}}',
        'Guten Tag {{author}},\n\nso soll ein Paket von uns nicht ankommen, bitte entschuldigen Sie. Mit Ihrer Bestellnummer, am besten über das Kontaktformular, finden wir heraus, was passiert ist.\n\n{{agent}}, {{company}}',
      ],
      fr: [
        'Colis en retard ou abîmé',
        'Bonjour {{author}},\n\nnous sommes désolés pour votre colis. Envoyez-nous votre numéro de commande par le formulaire de contact : nous verrons avec le transporteur ce qui s’est passé.\n\n{{agent}}, {{company}}',
        'Bonjour {{author}},\n\nun colis ne devrait pas vous parvenir ainsi, et nous vous prions de nous excuser. Votre numéro de commande, par le formulaire de contact, nous suffit pour comprendre ce qui s’est passé.\n\n{{agent}}, {{company}}',
      ],
      es: [
        'Paquete tarde o dañado',
        'Hola, {{author}}:\n\nsentimos lo ocurrido con su paquete. Envíenos el número de pedido por el formulario de contacto y aclararemos con el transportista qué ha pasado.\n\n{{agent}}, {{company}}',
        'Hola, {{author}}:\n\nun paquete nuestro no debería llegar así; le pedimos disculpas. Con su número de pedido, por el formulario de contacto, podremos averiguar qué ha pasado.\n\n{{agent}}, {{company}}',
      ],
      it: [
        'Pacco in ritardo o danneggiato',
        'Buongiorno {{author}},\n\nci dispiace per il suo pacco. Ci mandi il numero d’ordine con il modulo di contatto e chiariremo con il corriere che cosa è successo.\n\n{{agent}}, {{company}}',
        'Buongiorno {{author}},\n\nun nostro pacco non dovrebbe arrivare così, e ce ne scusiamo. Con il numero d’ordine, inviato dal modulo di contatto, possiamo capire che cosa è successo.\n\n{{agent}}, {{company}}',
      ],
    },
  ),
  ...occasion(
    { label: 'negative', aspect: 'app' },
    {
      en: [
        'Trouble with the app',
        'Hello {{author}},\n\nwe are sorry that the app let you down. Which version do you see under “About”, and on which phone? With that our developers can look for the cause.\n\n{{agent}}, {{company}}',
        'Hello {{author}},\n\nthank you for telling us, and sorry for the trouble. If you send us the version of the app and the model of your phone through the contact form, we can follow it up.\n\n{{agent}}, {{company}}',
      ],
      de: [
        'Ärger mit der App',
        'Guten Tag {{author}},\n\nes tut uns leid, dass die App Sie im Stich gelassen hat. Welche Version steht unter „Über“, und welches Telefon haben Sie? Damit kann unsere Entwicklung die Ursache suchen.\n\n{{agent}}, {{company}}',
        'Guten Tag {{author}},\n\ndanke für den Hinweis, und entschuldigen Sie die Mühe. Schicken Sie uns die Version der App und das Modell Ihres Telefons über das Kontaktformular, dann gehen wir der Sache nach.\n\n{{agent}}, {{company}}',
      ],
      fr: [
        'Souci avec l’appli',
        'Bonjour {{author}},\n\nnous sommes désolés que l’appli vous ait fait faux bond. Quelle version voyez-vous sous « À propos », et sur quel téléphone ? Nos développeurs pourront alors chercher la cause.\n\n{{agent}}, {{company}}',
        'Bonjour {{author}},\n\nmerci de nous l’avoir signalé, et toutes nos excuses. Envoyez-nous la version de l’appli et le modèle de votre téléphone par le formulaire de contact, et nous examinerons le problème.\n\n{{agent}}, {{company}}',
      ],
      es: [
        'Problemas con la app',
        'Hola, {{author}}:\n\nsentimos que la app le haya fallado. ¿Qué versión aparece en «Acerca de» y qué teléfono usa? Con esos datos nuestro equipo podrá buscar la causa.\n\n{{agent}}, {{company}}',
        'Hola, {{author}}:\n\ngracias por avisarnos y disculpe las molestias. Envíenos la versión de la app y el modelo de su teléfono por el formulario de contacto y lo revisaremos.\n\n{{agent}}, {{company}}',
      ],
      it: [
        'Problemi con l’app',
        'Buongiorno {{author}},\n\nci dispiace che l’app non abbia funzionato. Quale versione legge sotto «Informazioni», e su quale telefono? Così i nostri sviluppatori potranno cercarne la causa.\n\n{{agent}}, {{company}}',
        'Buongiorno {{author}},\n\ngrazie della segnalazione, e ci scusi per il disagio. Ci mandi la versione dell’app e il modello del telefono con il modulo di contatto e verificheremo.\n\n{{agent}}, {{company}}',
      ],
    },
  ),
  ...occasion(
    { label: 'negative', starsTo: 2 },
    {
      en: [
        'One or two stars',
        'Hello {{author}},\n\nthank you for your frank words. We are sorry that we fell short. Please write to us through the contact form, so that somebody can take care of it.\n\n{{agent}}, {{company}}',
        'Hello {{author}},\n\nwe are sorry to read this, and we would like to put it right. Tell us more through the contact form, please, with your order number if you have one.\n\n{{agent}}, {{company}}',
      ],
      de: [
        'Ein oder zwei Sterne',
        'Guten Tag {{author}},\n\nvielen Dank für Ihre offenen Worte. Es tut uns leid, dass wir Sie enttäuscht haben. Schreiben Sie uns bitte über das Kontaktformular, damit sich jemand darum kümmern kann.\n\n{{agent}}, {{company}}',
        'Guten Tag {{author}},\n\ndas lesen wir ungern und möchten es in Ordnung bringen. Erzählen Sie uns bitte über das Kontaktformular mehr, gern mit Ihrer Bestellnummer.\n\n{{agent}}, {{company}}',
      ],
      fr: [
        'Une ou deux étoiles',
        'Bonjour {{author}},\n\nmerci pour votre franchise. Nous sommes désolés de vous avoir déçu. Écrivez-nous par le formulaire de contact, afin que quelqu’un s’en occupe.\n\n{{agent}}, {{company}}',
        'Bonjour {{author}},\n\nnous regrettons de lire cela et aimerions y remédier. Dites-nous-en plus par le formulaire de contact, avec votre numéro de commande si vous l’avez.\n\n{{agent}}, {{company}}',
      ],
      es: [
        'Una o dos estrellas',
        'Hola, {{author}}:\n\ngracias por su franqueza. Sentimos no haber estado a la altura. Escríbanos por el formulario de contacto para que alguien pueda ocuparse.\n\n{{agent}}, {{company}}',
        'Hola, {{author}}:\n\nlamentamos leer esto y nos gustaría arreglarlo. Cuéntenos más por el formulario de contacto, con su número de pedido si lo tiene.\n\n{{agent}}, {{company}}',
      ],
      it: [
        'Una o due stelle',
        'Buongiorno {{author}},\n\ngrazie per la franchezza. Ci dispiace di averla delusa. Ci scriva con il modulo di contatto, così qualcuno potrà occuparsene.\n\n{{agent}}, {{company}}',
        'Buongiorno {{author}},\n\nci dispiace leggerlo e vorremmo rimediare. Ci racconti di più con il modulo di contatto, se può con il numero d’ordine.\n\n{{agent}}, {{company}}',
      ],
    },
  ),
  ...occasion(
    { label: 'positive', aspect: 'staff' },
    {
      en: [
        'Praise for the team',
        'Hello {{author}},\n\nthank you! Your words are exactly what the team likes to read.\n\n{{agent}}, {{company}}',
        'Hello {{author}},\n\nthat will please the whole team. Thank you for taking the time to write, and enjoy your ride!\n\n{{agent}}, {{company}}',
      ],
      de: [
        'Lob für das Team',
        'Guten Tag {{author}},\n\nvielen Dank! Solche Worte liest das Team besonders gern.\n\n{{agent}}, {{company}}',
        'Guten Tag {{author}},\n\ndarüber freut sich das ganze Team. Danke, dass Sie sich die Zeit genommen haben, und gute Fahrt!\n\n{{agent}}, {{company}}',
      ],
      fr: [
        'Compliments pour l’équipe',
        'Bonjour {{author}},\n\nmerci ! Voilà des mots que l’équipe aime lire.\n\n{{agent}}, {{company}}',
        'Bonjour {{author}},\n\ntoute l’équipe sera ravie. Merci d’avoir pris le temps d’écrire, et bonne route !\n\n{{agent}}, {{company}}',
      ],
      es: [
        'Elogios para el equipo',
        'Hola, {{author}}:\n\n¡gracias! Son palabras que al equipo le encanta leer.\n\n{{agent}}, {{company}}',
        'Hola, {{author}}:\n\ntodo el equipo se alegrará. Gracias por tomarse el tiempo de escribir, ¡y buena ruta!\n\n{{agent}}, {{company}}',
      ],
      it: [
        'Complimenti alla squadra',
        'Buongiorno {{author}},\n\ngrazie! Sono parole che tutti noi leggiamo volentieri.\n\n{{agent}}, {{company}}',
        'Buongiorno {{author}},\n\nne sarà felice tutta la squadra. Grazie del tempo che ci ha dedicato, e buona strada!\n\n{{agent}}, {{company}}',
      ],
    },
  ),
];

type Wordings = readonly [name: string, first: string, ...more: string[]];

function occasion(
  meant: Partial<Pick<SavedReply, 'label' | 'aspect' | 'starsFrom' | 'starsTo'>>,
  inLanguages: Readonly<Record<Language, Wordings>>,
): SavedReply[] {
  return Object.entries(inLanguages).map(([language, [name, ...variants]]) => ({
    label: undefined,
    aspect: undefined,
    starsFrom: undefined,
    starsTo: undefined,
    ...meant,
    name,
    language,
    sourceId: undefined,
    variants,
    enabled: true,
  }));
}
