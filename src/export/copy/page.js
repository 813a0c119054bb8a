'use strict';
// Verifies the copy in this page with the libraries above, and shows what it verified and nothing else. docs/copy.md says what holds.
(() => {
  const PAYLOAD = new TextEncoder().encode('griffie 2026-11 payload v1');
  const words = WORDS_BY_LANGUAGE[document.documentElement.lang] || WORDS_BY_LANGUAGE.en;

  const bytes = (text) => {
    const binary = atob(text);
    if (btoa(binary) !== text) throw new Error('base64 has one spelling');
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  };
  const hex = (array) => Array.from(array, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const number = (view, at) => Number(view.getBigUint64(at));

  // A record's header (docs/format.md, section 2).
  function header(raw) {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
    if (raw.length < 163 || new TextDecoder().decode(raw.subarray(0, 4)) !== 'GRF1') throw new Error('header');
    const kind = new TextDecoder().decode(raw.subarray(158));
    if (raw[157] !== kind.length) throw new Error('header');
    return {
      ledger: hex(raw.subarray(4, 20)), position: number(view, 20), recordedAt: number(view, 28),
      stream: hex(raw.subarray(36, 52)), revision: number(view, 52), commitment: raw.subarray(93, 125), kind,
    };
  }

  // A checkpoint (C2SP signed note), signed by the key that the copy names.
  function checkpoint(note, verifierKey) {
    const parts = /^(.+)\+([0-9a-f]{8})\+(.+)$/.exec(verifierKey);
    if (!parts) throw new Error('key');
    const key = bytes(parts[3]);
    if (key.length !== 33 || key[0] !== 1) throw new Error('key');
    const end = note.indexOf('\n\n');
    const text = note.slice(0, end + 1);
    const signature = note.slice(end + 2).split('\n')
      .filter((line) => line.startsWith('\u2014 ' + parts[1] + ' '))
      .map((line) => bytes(line.split(' ')[2]))
      .find((raw) => raw.length === 68 && hex(raw.subarray(0, 4)) === parts[2]);
    if (!signature) throw new Error('signature');
    const message = new TextEncoder().encode(text);
    if (!noble.ed25519.verify(signature.subarray(4), message, key.subarray(1), { zip215: false })) throw new Error('signature');
    const [origin, size, root] = text.split('\n');
    return { ledger: origin.replace(/^griffie\//, ''), size: Number(size), root: bytes(root) };
  }

  // The root to which a leaf and its proof lead (RFC 9162, section 2.1.3.2).
  function rootOf(leaf, index, size, proof) {
    const node = (left, right) => noble.sha256(joined(Uint8Array.of(1), left, right));
    if (index >= size) throw new Error('proof');
    let place = index, last = size - 1, hash = leaf;
    for (const sibling of proof) {
      if (last === 0) throw new Error('proof');
      if (place % 2 === 1 || place === last) {
        hash = node(sibling, hash);
        while (place % 2 === 0 && place !== 0) { place = Math.floor(place / 2); last = Math.floor(last / 2); }
      } else {
        hash = node(hash, sibling);
      }
      place = Math.floor(place / 2); last = Math.floor(last / 2);
    }
    if (last !== 0) throw new Error('proof');
    return hash;
  }

  // Each record with what was verified of it; whoever is wrong is named by number.
  function verify(copy) {
    const failures = [], records = [];
    let signed;
    try { signed = checkpoint(copy.checkpoint, copy.verifier_key); } catch (_) { return { failures: [words.checkpoint], records }; }
    copy.records.forEach((record, at) => {
      try {
        const raw = bytes(record.header), told = header(raw);
        const leaf = noble.sha256(joined(Uint8Array.of(0), raw));
        const root = rootOf(leaf, told.position, signed.size, record.proof.map(bytes));
        if (!same(root, signed.root) || told.ledger !== signed.ledger) throw new Error('proof');
        if (told.stream !== copy.dossier || told.revision !== at) throw new Error('order');
        const verified = { ...told, state: record.state, ground: record.ground };
        if (record.state === 'given') {
          const payload = bytes(record.payload);
          const commitment = noble.blake3(joined(bytes(record.salt), payload), { context: PAYLOAD });
          if (!same(commitment, told.commitment)) throw new Error('commitment');
          verified.payload = payload;
        }
        records.push(verified);
      } catch (_) {
        failures.push(words.record + ' ' + at);
      }
    });
    return { failures, records, signed };
  }

  const element = (name, text, within) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (within) within.append(made);
    return made;
  };
  const label = (name) => words.labels[name] || name.replaceAll('_', ' ');
  const moment = (micros) => new Date(micros / 1000).toLocaleString(document.documentElement.lang, { timeZone: 'Europe/Amsterdam' });

  // What is worth showing of a value: without what is empty, and without wrappers that name one thing only.
  function bare(value) {
    if (Array.isArray(value)) {
      const items = value.map(bare).filter((item) => item !== undefined);
      return items.length === 0 ? undefined : items.length === 1 ? items[0] : items;
    }
    if (value !== null && typeof value === 'object') {
      const named = Object.entries(value)
        .filter(([name]) => !words.hidden.includes(name))
        .map(([name, inner]) => [name, bare(inner)])
        .filter(([, inner]) => inner !== undefined);
      if (named.length === 0) return undefined;
      return named.length === 1 && !words.named.includes(named[0][0]) ? named[0][1] : Object.fromEntries(named);
    }
    return value === null || value === '' ? undefined : value;
  }
  const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
  function said(value) {
    if (typeof value === 'boolean') return words[value];
    if (typeof value === 'string' && instant.test(value)) return new Date(value).toLocaleString(document.documentElement.lang, { timeZone: 'Europe/Amsterdam' });
    return words.values[value] || String(value);
  }

  // Whatever a record says, as a list of what it names.
  function shown(value, within) {
    if (Array.isArray(value)) {
      const list = element('ul', undefined, within);
      value.forEach((item) => shown(item, element('li', undefined, list)));
    } else if (typeof value === 'object') {
      const list = element('dl', undefined, within);
      for (const [name, inner] of Object.entries(value)) {
        const pair = element('div', undefined, list);
        if (typeof inner !== 'object') pair.className = 'short';
        element('dt', label(name), pair);
        shown(inner, element('dd', undefined, pair));
      }
    } else if (value !== undefined) {
      element('p', said(value), within);
    }
  }

  function attachment(body, parts, within) {
    const file = body.attachment;
    const link = element('a', file.name, element('p', undefined, within));
    link.download = file.name;
    link.href = URL.createObjectURL(new Blob(parts, { type: file.media_type }));
  }

  const copy = JSON.parse(document.getElementById('copy').textContent);
  const { failures, records, signed } = verify(copy);
  const verdict = document.getElementById('verdict');
  const sound = failures.length === 0 && records.length === copy.records.length && records.length > 0;
  verdict.className = sound ? 'verified' : 'broken';
  verdict.textContent = sound ? words.verified : words.broken + ' ' + failures.join('; ');
  const main = document.getElementById('content');
  if (signed) {
    const told = element('p', words.under + ' ' + signed.size + '. ' + words.key, main);
    element('code', copy.verifier_key, told);
  }
  let parts = [];
  for (const record of records) {
    if (record.kind === 'dossier.attachment_part_stored/1') {
      if (record.payload) parts.push(record.payload);
      continue;
    }
    const article = element('article', undefined, main);
    element('h2', words.kinds[record.kind] || record.kind, article);
    element('p', words.recorded + ' ' + moment(record.recordedAt) + ' \u00b7 ' + words.position + ' ' + record.position, article).className = 'place';
    if (record.state !== 'given') {
      element('p', words.states[record.state] + (record.ground ? ': ' + words.grounds[record.ground] : ''), article);
      parts = [];
      continue;
    }
    const payload = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(record.payload));
    if (record.kind === 'dossier.attachment_recorded/1') attachment(payload.body, parts, article);
    if (payload.part_destroyed) element('p', words.part, article);
    parts = [];
    shown(bare(payload.body), article);
  }
})();
