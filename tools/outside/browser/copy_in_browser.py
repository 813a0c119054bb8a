"""A client's copy in headless Chromium, without a network: verified as it was handed over, not verified after a change."""

import argparse
import base64
import json
import os
import pathlib
import re
import subprocess
import tempfile

WHY = {"GRIFFIE_PURPOSE": "client_request", "GRIFFIE_GROUND": "legal_duty", "GRIFFIE_ON_BEHALF_OF": "client", "GRIFFIE_ROLE": "owner", "GRIFFIE_AUTHOR": "Mirthe Lindeboom"}
OPENED = """
regime = "wgbo"
[client.identity]
sex = "female"
names = { called = "Zoë", surname = "Bakker", name_use = "own" }
[client.commission]
own_client = {}
[provenance]
happened = 2026-03-04T09:30:00+01:00
informant.kind = "client"
"""
OBJECT = re.compile(r'(<script type="application/json" id="copy">)(.*?)(</script>)', re.S)


def dossier(griffie, folder):
    """A dossier of an invented client with two entries and an attachment; the folder of its copy and its id."""
    def run(*arguments):
        done = subprocess.run([griffie, *arguments, "--data", folder / "data"], env={**os.environ, **WHY}, capture_output=True, text=True)
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout

    run("init", "--solo")
    (folder / "open.toml").write_text(OPENED)
    opened = json.loads(run("dossier", "open", "--output", "json", "--from", folder / "open.toml"))["dossier_id"]
    on = ["--date", "2026-03-05", "--informant", "client"]
    for words in ["Vaker aanleggen; </script> bleef staan.", "Gewicht neemt toe."]:
        run("entry", "record", opened, "--kind", "advice", *on, "--text", words)
    (folder / "lijst.txt").write_text("01:00 10 minuten\n")
    run("attachment", "add", *on, opened, folder / "lijst.txt")
    for language in ["dutch", "english"]:
        (folder / language).mkdir()
        run("dossier", "copy", opened, "--language", language, "--to", folder / language)
    return opened


def shown(browser, page, profile):
    """What a person sees after the page's scripts ran; nothing outside this machine can be reached."""
    done = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}",
         "--virtual-time-budget=10000", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    body = OBJECT.sub("", done.stdout)
    verdict = re.search(r'<p id="verdict"[^>]*class="(\w+)"[^>]*>([^<]*)', body)
    assert verdict, "the page said nothing"
    return verdict.group(1), verdict.group(2), body


def changed(page, change):
    """The page with its object changed."""
    copy = json.loads(OBJECT.search(page).group(2))
    change(copy)
    text = json.dumps(copy, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return OBJECT.sub(lambda found: found.group(1) + text + found.group(3), page)


def a_letter(copy):
    record = copy["records"][1]
    payload = base64.b64decode(record["payload"]).replace(b"Vaker", b"Baker")
    record["payload"] = base64.b64encode(payload).decode()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--griffie", required=True, type=pathlib.Path)
    arguments.add_argument("--browser", required=True)
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        opened = dossier(arguments.griffie.absolute(), folder)
        passed = 0
        for language, sound, broken in [("dutch", "Geverifieerd", "NIET geverifieerd"), ("english", "Verified", "NOT verified")]:
            path = folder / language / f"copy-{opened}.html"
            page = path.read_text()
            kind, words, body = shown(arguments.browser, path, folder / "profile")
            assert kind == "verified" and words.startswith(sound), words
            assert "Vaker aanleggen; &lt;/script&gt; bleef staan." in body and "Gewicht neemt toe." in body, "the entries are shown"
            assert 'download="lijst.txt"' in body and body.count("<article>") == 4, "the attachment is there"
            passed += 1
            changes = {
                "a letter was changed": a_letter,
                "a record was left out": lambda copy: copy["records"].pop(1),
                "a record was put elsewhere": lambda copy: copy["records"].insert(1, copy["records"].pop(2)),
                "the checkpoint was changed": lambda copy: copy.update(checkpoint=copy["checkpoint"].replace("\n5\n", "\n6\n", 1) if "\n5\n" in copy["checkpoint"] else copy["checkpoint"].replace("griffie/", "griffiE/", 1)),
                "another key was put in": lambda copy: copy.update(verifier_key=copy["verifier_key"][:-2] + ("A=" if copy["verifier_key"][-2:] != "A=" else "Q=")),
            }
            for what, change in changes.items():
                other = folder / "changed.html"
                other.write_text(changed(page, change))
                kind, words, body = shown(arguments.browser, other, folder / "profile")
                assert kind == "broken" and words.startswith(broken), f"{what}: {words}"
                assert "Baker" not in body, "what was not verified is not shown"
                passed += 1
        print(f"{passed} passed, 0 failed")


if __name__ == "__main__":
    main()
