'use strict';
// What the page says, in plain Dutch and in English.
const WORDS_BY_LANGUAGE = {
  nl: {
    verified: 'Geverifieerd: alles wat hieronder staat is precies wat de praktijk heeft vastgelegd, in die volgorde, en niets daartussen ontbreekt.',
    broken: 'NIET geverifieerd. Vertrouw deze kopie niet. Fout in:',
    checkpoint: 'de ondertekening', record: 'vastlegging', recorded: 'Vastgelegd op', position: 'plaats',
    under: 'Ondertekend door de praktijk bij een register van vastleggingen ter grootte van',
    key: 'Sleutel van de praktijk: vergelijk hem met de sleutel die u elders kreeg.',
    part: 'Hiervan is een deel vernietigd; dit is wat overbleef.', true: 'ja', false: 'nee',
    states: { withheld: 'Niet gegeven', destroyed: 'Vernietigd', lost: 'Verloren gegaan' },
    grounds: { privacy_of_another: 'vanwege de privacy van een ander (BW 7:456)', not_good_care: 'omdat geven geen goede zorg is (BW 7:457(3), 465(4))' },
    hidden: ['entry', 'actor', 'substantive', 'id', 'hash', 'part_count', 'first_part'], named: ['text', 'reason'],
    values: {
      wgbo: 'Wgbo', wmo: 'Wmo', jeugdwet: 'Jeugdwet', female: 'vrouw', male: 'man', unknown: 'onbekend', undetermined: 'niet vastgesteld', own: 'eigen naam',
      client: 'de cliënt', own_finding: 'eigen bevinding', own_client: 'eigen cliënt', advice: 'advies', anamnesis: 'anamnese', measurement: 'meting', letter: 'brief',
    },
    kinds: {
      'dossier.opened/1': 'Dossier geopend', 'dossier.entry_recorded/1': 'Aantekening', 'dossier.entry_corrected/1': 'Aantekening verbeterd',
      'dossier.entry_withdrawn/1': 'Aantekening ingetrokken', 'dossier.client_changed/1': 'Gegevens van de cliënt gewijzigd',
      'dossier.linked/1': 'Verbonden met een ander dossier', 'dossier.unlinked/1': 'Verbinding beëindigd', 'dossier.closed/1': 'Dossier gesloten',
      'dossier.reopened/1': 'Dossier heropend', 'dossier.attachment_recorded/1': 'Bijlage', 'dossier.attachment_withdrawn/1': 'Bijlage ingetrokken',
      'dossier.statement_added/1': 'Eigen verklaring van de cliënt', 'dossier.restricted/1': 'Gebruik beperkt', 'dossier.restriction_lifted/1': 'Beperking opgeheven',
      'dossier.disclosed/1': 'Aan een ander verstrekt', 'dossier.retention_extended/1': 'Langer bewaard',
    },
    labels: {
      regime: 'Wet', client: 'Cliënt', identity: 'Wie', names: 'Namen', surname: 'Achternaam', called: 'Roepnaam', born_on: 'Geboren', sex: 'Geslacht',
      contact: 'Contact', telephones: 'Telefoon', emails: 'E-mail', provenance: 'Herkomst', happened: 'Gebeurd', learned: 'Bekend geworden', on: 'op', at: 'op',
      author: 'Geschreven door', responsible: 'Verantwoordelijk', informant: 'Volgens', name: 'Naam', content: 'Inhoud', text: 'Tekst', kind: 'Soort',
      correction: 'Verbetering', reason: 'Reden', withdrawal: 'Intrekking', received_on: 'Ontvangen', recipient: 'Ontvanger', categories: 'Gegevens', ground: 'Grond',
      attachment: 'Bijlage', media_type: 'Soort bestand', size: 'Grootte', name_use: 'Naamgebruik', network: 'Zorgnetwerk', representatives: 'Vertegenwoordigers', commission: 'Opdracht', told_on: 'Verteld op', proof: 'Bewijs', until: 'tot en met', from: 'van', own_finding: 'eigen bevinding',
    },
  },
  en: {
    verified: 'Verified: everything below is exactly what the practice recorded, in that order, and nothing in between is missing.',
    broken: 'NOT verified. Do not trust this copy. Wrong:',
    checkpoint: 'the signature', record: 'record', recorded: 'Recorded on', position: 'place',
    under: 'Signed by the practice over a register of records of size',
    key: 'The key of the practice: compare it with the key you were given elsewhere.',
    part: 'A part of this was destroyed; this is what was left.', true: 'yes', false: 'no',
    states: { withheld: 'Not given', destroyed: 'Destroyed', lost: 'Lost' },
    grounds: { privacy_of_another: 'for the privacy of another person (BW 7:456)', not_good_care: 'since giving it is not good care (BW 7:457(3), 465(4))' },
    hidden: ['entry', 'actor', 'substantive', 'id', 'hash', 'part_count', 'first_part'], named: ['text', 'reason'], values: {},
    kinds: {
      'dossier.opened/1': 'Dossier opened', 'dossier.entry_recorded/1': 'Entry', 'dossier.entry_corrected/1': 'Entry corrected',
      'dossier.entry_withdrawn/1': 'Entry withdrawn', 'dossier.client_changed/1': 'Client details changed', 'dossier.linked/1': 'Linked to another dossier',
      'dossier.unlinked/1': 'Link ended', 'dossier.closed/1': 'Dossier closed', 'dossier.reopened/1': 'Dossier opened again',
      'dossier.attachment_recorded/1': 'Attachment', 'dossier.attachment_withdrawn/1': 'Attachment withdrawn',
      'dossier.statement_added/1': 'The client\'s own statement', 'dossier.restricted/1': 'Use restricted', 'dossier.restriction_lifted/1': 'Restriction lifted',
      'dossier.disclosed/1': 'Disclosed', 'dossier.retention_extended/1': 'Kept longer',
    },
    labels: {},
  },
};
