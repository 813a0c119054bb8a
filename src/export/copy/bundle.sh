#!/usr/bin/env bash
# Bundles the libraries a copy carries in itself: BLAKE3, SHA-256 and Ed25519 of the noble family, pinned. Needs npm; run by hand when a
# version changes, and look at the difference.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/entry.js" <<'JS'
import { blake3 } from '@noble/hashes/blake3.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { ed25519 } from '@noble/curves/ed25519.js';
globalThis.noble = { blake3, sha256, ed25519 };
JS
(cd "$work" && npm init -y >/dev/null && npm install --silent @noble/hashes@2.4.0 @noble/curves@2.4.0 esbuild@0.27.0)
(cd "$work" && npx esbuild entry.js --bundle --minify --format=iife --target=es2020 --charset=ascii --outfile=noble.js)
{
    echo '/*! @noble/hashes 2.4.0 and @noble/curves 2.4.0 (MIT License, (c) Paul Miller, paulmillr.com): BLAKE3, SHA-256, Ed25519. Bundled by src/export/copy/bundle.sh. */'
    cat "$work/noble.js"
} > noble.js
