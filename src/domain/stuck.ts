/*
 * Whether somebody is still waiting for us: for money, an order, an answer, access, or for something put right that was
 * refused. That is what tells a complaint that has to be dealt with from one that has been got over. Plain words in
 * eight languages; each line is one thing people wait for.
 */

export type Waiting = 'money' | 'order' | 'answer' | 'access' | 'remedy';

/** What its author still waits for, the first that fits; undefined: nothing the text says. */
export function waitsFor({
  title = '',
  text,
}: {
  title?: string | undefined;
  text: string;
}): Waiting | undefined {
  const said = `${title}\n${text}`.toLowerCase().replaceAll('’', "'");
  return (Object.keys(SIGNS) as Waiting[]).find((waiting) => SIGNS[waiting].test(said));
}

const anyOf = (...phrases: readonly string[]) => new RegExp(phrases.join('|'), 'u');

const SIGNS: Readonly<Record<Waiting, RegExp>> = {
  money: anyOf(
    // English
    '(?:charged|billed|debited|paid) (?:me )?(?:twice|double|again)|double.charged|overcharged',
    '(?:no|not|never|still|without|want|wants|need|give|get|waiting for|demand)[^.!?\\n]{0,25} (?:refund|refunded|reimburse\\w*|money back)',
    'refund (?:was|is|has|came|never|still|short|denied|refused)|(?:want|owe)\\w* (?:me )?my money',
    'points? (?:\\w+ ){0,4}(?:vanished|disappeared|gone|expired|lost|missing)|(?:lost|took) (?:all )?my (?:points|money|credit|balance)',
    'charge\\w* (?:me )?(?:[£$€]?\\d+ ?[£$€]? )?(?:for (?:the )?return|return)',
    // German
    '(?:doppelt|zweimal|zu viel) (?:ab|be)?gebucht|(?:doppelt|zweimal|zu viel) (?:berechnet|kassiert|bezahlt)',
    '(?:kein\\w*|noch nicht|immer noch|warte\\w*)[^.!?\\n]{0,25}(?:geld|erstattung|erstattet|rückerstattung|gutschrift)|geld zurück(?! nach)[^.!?\\n]{0,15}(?:!|will|nicht|sofort|wo|$)',
    'punkte [^.!?\\n]{0,40}(?:verfallen|verschwunden|weg\\b)|rückporto',
    // French
    "(?:débité|prélevé|facturé|payé) (?:deux fois|en double)|(?:pas|jamais|toujours pas|aucun|attends)[^.!?\\n]{0,20}rembours\\w*|rendez(?:-moi)? (?:mon|l')argent|veux (?:être remboursé|mon argent)",
    'points? [^.!?\\n]{0,30}(?:disparu|expiré|perdu)|frais de retour',
    // Spanish
    '(?:cobr\\w+|cargad\\w+) (?:dos veces|doble|de más)|(?:sin|no|nunca|espero|esperando)[^.!?\\n]{0,20}(?:reembols\\w*|devolución del dinero)|devol\\w+ (?:me )?(?:el|mi) dinero|quiero mi dinero|me cobran? [^.!?\\n]{0,15}devolución',
    'puntos? [^.!?\\n]{0,30}(?:desaparecid\\w*|caducad\\w*|perdid\\w*)|caducaron [^.!?\\n]{0,25}puntos|perdí (?:mis |los )?puntos',
    // Italian
    '(?:addebitat\\w*|pagato) (?:due volte|doppio)|(?:nessun|senza|mai|ancora|aspetto|non)[^.!?\\n]{0,20}rimbors\\w*|rivoglio i (?:miei )?soldi|voglio (?:il rimborso|indietro i soldi)',
    'punti [^.!?\\n]{0,30}(?:spariti|scaduti|persi)|spese di reso',
    // Portuguese
    '(?:cobrad\\w+|cobraram) (?:duas vezes|em dobro|a mais)|(?:sem|não|nunca|ainda|espero)[^.!?\\n]{0,20}reembols\\w*|quero (?:o )?meu dinheiro|devolv\\w+ (?:o )?(?:meu )?dinheiro',
    // Dutch
    '(?:dubbel|twee keer) (?:afgeschreven|betaald|in rekening)|(?:geen|nog niet|nooit|nog steeds)[^.!?\\n]{0,20}(?:geld terug|terugbetaald|terugbetaling)|(?:wil|waar is) (?:ik )?mijn geld',
    // Chinese
    '(?:没|未|不|一直)[^。！？\\n]{0,6}退款|退款[^。！？\\n]{0,6}(?:没|未|不)|多扣|重复扣款|扣了两次|还我钱|积分[^。！？\\n]{0,6}(?:没了|消失|过期|清零)',
  ),
  order: anyOf(
    "where(?:'s| is| are) my (?:order|parcel|package|bike|delivery|money|item)|never (?:arrived|came|received|delivered|turned up)|(?:hasn't|has not|still not|not yet|not) (?:arrived|been delivered|shipped|received)|says? (?:it was )?delivered[^a-z]{1,4}it isn't|lost (?:my|the|in) (?:parcel|package|order|the post|post|transit)|(?:arrived|came|delivered) (?:broken|damaged|destroyed|smashed|scratched|incomplete)|(?:delivery|order) [^.!?\\n]{0,25}(?:postponed|cancelled|canceled|delayed)[^.!?\\n]{0,20}(?:times|again|without|three|twice)|wrong (?:item|size|colou?r|product) (?:was )?(?:sent|delivered|arrived)|half (?:of )?(?:my|the) order",
    'wo bleibt|wo ist mein\\w* (?:bestellung|paket|geld|rad|lieferung)|(?:nie|nicht|immer noch nicht|noch nicht) (?:angekommen|geliefert|erhalten|versendet|verschickt|da\\b)|seit \\d+ tagen [^.!?\\n]{0,30}(?:vorbereitet|unterwegs|bearbeitung)|(?:kaputt|beschädigt|zerkratzt|unvollständig) (?:an|ge)\\w+|(?:lieferung|termin) [^.!?\\n]{0,25}(?:verschoben|verzögert)|falsche\\w* (?:größe|farbe|artikel|ware) (?:geliefert|geschickt|bekommen)',
    'où est (?:ma commande|mon colis)|(?:jamais|pas|toujours pas|pas encore) (?:arrivé|livré|reçu|expédié)|livré\\w* à moitié|colis (?:perdu|abîmé|cassé|détruit)|(?:livraison|commande) [^.!?\\n]{0,25}(?:reportée|annulée|retardée)|mauvaise (?:taille|couleur)',
    '¿?dónde está mi (?:pedido|paquete)|(?:nunca|no|aún no|todavía no) (?:llegó|ha llegado|recibí|he recibido|me ha llegado)|(?:entrega|pedido) [^.!?\\n]{0,20}(?:aplazad\\w+|cancelad\\w+|retrasad\\w+|perdid\\w+)|paquete (?:roto|dañado|perdido)|(?:talla|color) equivocad\\w+',
    "dov'è il mio (?:ordine|pacco)|(?:mai|non|ancora non) (?:è )?(?:arrivat\\w+|ricevut\\w+|consegnat\\w+)|(?:consegna|ordine) [^.!?\\n]{0,20}(?:rimandat\\w+|annullat\\w+|in ritardo)|(?:scatola|pacco) (?:distrutt\\w+|rott\\w+|danneggiat\\w+|pers\\w+)|(?:taglia|colore) sbagliat\\w+",
    'onde está (?:a minha encomenda|meu pedido)|(?:nunca|não|ainda não) (?:chegou|recebi|foi entregue)|(?:entrega|pedido|encomenda) [^.!?\\n]{0,20}(?:adiad\\w+|cancelad\\w+|atrasad\\w+|perdid\\w+)',
    'waar (?:blijft|is) mijn (?:bestelling|pakket)|(?:nooit|niet|nog niet|nog steeds niet) (?:aangekomen|ontvangen|geleverd|bezorgd)|(?:levering|bestelling) [^.!?\\n]{0,20}(?:uitgesteld|geannuleerd)|pakket (?:kwijt|kapot|beschadigd)',
    '(?:没|未|一直没)[^。！？\\n]{0,4}(?:收到|发货|到货|送到)|(?:快递|包裹|订单)[^。！？\\n]{0,6}(?:丢|破|坏|取消)|发错',
  ),
  answer: anyOf(
    '(?:no|without an?|never got an?|still no|zero|not (?:one|a single)) (?:reply|response|answer)|(?:nobody|no one|no-one|noone) (?:replies|replied|answers|answered|responds|responded|cares|helps|helped|calls|called|picks up|can explain)|(?:ignor\\w+|ghosted) (?:me|my|us)|hung up|on hold for|hours? on hold|minutes on hold|(?:store|shop|support|centre|center) (?:told|sends?|sent) me to|passed (?:me )?(?:around|from)|(?:copy.paste|canned|template)\\w* (?:answer|reply|response|text)s?|explained (?:my|the|this) problem to',
    '(?:keine|ohne|nie eine|immer noch keine) (?:antwort|rückmeldung|reaktion)|(?:niemand|keiner) (?:antwortet|meldet|hilft|ist zuständig|liest|geht (?:ran|ans)|weiß warum)|geht nie jemand (?:ran|dran)|aufgelegt|warteschleife|nur textbausteine|standardmail|von einem zum (?:anderen|nächsten)',
    "(?:aucune|sans|jamais de|toujours pas de|pas de) (?:réponse|retour|nouvelles)|personne ne (?:répond|sait|rappelle|m'aide)|raccroché|(?:minutes|heures) d'attente|me renvoie|se renvoie la balle",
    '(?:sin|ninguna|no hay|nunca hay) (?:respuesta|contestación)|nadie (?:responde|contesta|ayuda|sabe|me)|(?:me )?colgaron|(?:te|me) manda\\w* (?:al|a la|de)|no (?:me )?(?:responden|contestan)',
    '(?:nessuna|senza|mai una) risposta|nessuno (?:risponde|sa|aiuta|mi)|riattaccato|minuti in attesa|rimanda\\w* al|non (?:mi )?rispondono',
    '(?:sem|nenhuma) resposta|ninguém (?:responde|atende|ajuda|sabe)|desligaram|não (?:me )?respondem',
    '(?:geen|nooit|zonder) (?:antwoord|reactie)|niemand (?:reageert|antwoordt|helpt|neemt op)|opgehangen|in de wacht',
    '(?:没人|无人|没有人|不)(?:回复|理|接听|处理|解决)|(?:客服|电话)[^。！？\\n]{0,6}(?:不理|不回|挂|打不通)|踢皮球',
  ),
  access: anyOf(
    "(?:can't|cannot|can not|unable to|won't let me|doesn't let me|could not) (?:log ?in|sign ?in|access|get into|open|use)|logged (?:me )?out|locked (?:me )?out|login (?:loop|fails?|broken)|(?:returns?|payment|checkout|login) (?:portal|page|form) [^.!?\\n]{0,20}(?:error|fails?|broken|down)|(?:keeps?|always|every time)[^.!?\\n]{0,12} (?:crash\\w*|error)|(?:deleted|lost|wiped) (?:all )?(?:of )?my (?:data|rides|account|history|photos)|(?:can't|cannot|keeps?|after i|still)[^.!?\\n]{0,30}unsubscrib\\w*",
    '(?:kann|komme|lässt)[^.!?\\n]{0,20} (?:nicht|nicht mehr) (?:einloggen|anmelden|rein|öffnen)|endlosschleife|ausgesperrt|beim (?:einloggen|anmelden|bezahlen) (?:abgestürzt|fehler)|stürzt (?:bei|ständig|immer|dauernd)|(?:daten|touren|konto) (?:gelöscht|weg|verloren)|trotz abmeldung',
    "(?:impossible|n'arrive (?:pas|plus)) (?:de |à )?(?:me )?(?:connecter|ouvrir|accéder|payer)|(?:perdu|effacé|supprimé) [^.!?\\n]{0,25}(?:mes|données|compte|sorties)|plante (?:à chaque|sans cesse|tout le temps)|malgré (?:mon|ma) désinscription",
    'no (?:puedo|me deja|consigo) (?:entrar|acceder|iniciar|abrir|pagar)|se cierra cada vez|(?:borró|perdió|perdí) (?:todos )?(?:mis|los) (?:datos|rutas)|error cada vez',
    'non (?:riesco|mi fa) (?:ad? )?(?:entrare|accedere|aprire|pagare)|si chiude ogni volta|(?:perso|cancellato) (?:tutti )?(?:i miei|i) (?:dati|percorsi)',
    'não (?:consigo|me deixa) (?:entrar|aceder|acessar|abrir|pagar)|fecha sozinh\\w+|perdi (?:todos )?os (?:meus )?dados',
    '(?:kan|lukt)[^.!?\\n]{0,15} niet (?:meer )?(?:inloggen|openen|betalen)|crasht (?:elke|telkens|steeds)|buitengesloten',
    '(?:无法|不能|登不上|没法)(?:登录|打开|支付|付款|使用)|闪退|数据(?:丢|没)',
  ),
  remedy: anyOf(
    "warranty (?:claim )?(?:was )?(?:refused|rejected|denied)|(?:refus\\w+|denied|won't|will not) (?:to )?(?:refund|replace|repair|exchange|adjust|take it back|honou?r)|(?:worse|broken) (?:than before|after (?:the|a) (?:service|repair))|came back (?:with a|scratched|broken|dirty|worse)|nobody (?:would|will) (?:own up|admit)|for (?:their|your) (?:own )?mistake|prove it",
    '(?:garantie|gewährleistung|reklamation|umtausch) [^.!?\\n]{0,25}(?:abgelehnt|verweigert)|(?:weiger\\w+|lehn\\w+ ab)|mit kratzer\\w* zurück|schlechter als (?:vorher|zuvor)|keiner will es gewesen|für (?:deren|ihren|euren) fehler|an jemand anderen verkauft|nicht wieder eingehängt',
    "garantie [^.!?\\n]{0,20}(?:refusée|rejetée)|refus\\w* (?:de )?(?:rembourser|échanger|réparer|la garantie)|pire qu'avant|(?:rendu|revenu)\\w* (?:rayé|abîmé|cassé)|pour (?:leur|votre) (?:propre )?erreur",
    'garantía [^.!?\\n]{0,20}(?:rechazad\\w+|denegad\\w+)|se niegan? a|peor que antes|(?:devolvieron|volvió) [^.!?\\n]{0,15}(?:rayad\\w+|rot\\w+)|por un error suyo',
    'garanzia [^.!?\\n]{0,20}(?:rifiutat\\w+|negat\\w+)|si rifiutano|peggio di prima|(?:restituit\\w+|tornat\\w+) [^.!?\\n]{0,15}(?:graffi|rott\\w+)|con graffi|per un (?:loro|vostro) errore',
    'garantia [^.!?\\n]{0,20}(?:recusad\\w+|negad\\w+)|recusam-?se|pior do que antes',
    'garantie [^.!?\\n]{0,20}(?:geweigerd|afgewezen)|weiger\\w+ (?:om|te)|slechter dan (?:eerst|voorheen)',
    '(?:拒绝|不给|不肯)(?:退|换|修|保修|赔)|越修越坏',
  ),
};
