//! A practice in a temporary folder, and the program run on it. Everybody in it is invented.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;
use tempfile::TempDir;

const ACCESS: &[(&str, &str)] = &[
    ("GRIFFIE_PURPOSE", "care"),
    ("GRIFFIE_GROUND", "treatment_contract"),
    ("GRIFFIE_ON_BEHALF_OF", "practice"),
    ("GRIFFIE_ROLE", "owner"),
];

/// A client who does not exist.
pub fn invented() -> &'static str {
    r#"
regime = "wgbo"
[client.identity]
born_on = 1992-02-29
sex = "female"
names = { called = "Zoë", surname = "Bakker", name_use = "own" }
[client.contact]
telephones = ["0612345678"]
[client.commission]
own_client = {}
[provenance]
happened = 2026-03-04T09:30:00+01:00
informant.kind = "client"
"#
}

/// A consult report in its own fields.
pub const REPORT: &str = r#"
[entry.provenance]
happened = "2026-03-06"
learned = 2026-03-06
informant = { kind = "own_finding" }
[entry.content.consult_report]
length = "short"
setting = "home"
report = "Aanleggen gaat beter."
"#;

/// A practice's ledger, made by `init`.
pub struct Practice {
    folder: TempDir,
    access: bool,
}

/// A running server; it ends with the value.
pub struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Practice {
    pub fn made() -> Practice {
        let practice = Practice { folder: tempfile::tempdir().unwrap(), access: true };
        practice.does("init", &[]);
        practice
    }

    /// The same of one person, who holds every officer's role as well.
    pub fn of_one_person() -> Practice {
        let practice = Practice { folder: tempfile::tempdir().unwrap(), access: true };
        practice.does("init --solo", &[]);
        practice
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn serving(&self) -> Server {
        let mut command = self.command("serve --listen 127.0.0.1:0", &[]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.starts_with("serving ledger"), "{line}");
        Server(child)
    }

    /// From here on nothing says why a call is made.
    pub fn forget_access(&mut self) {
        self.access = false;
    }

    pub fn configures(&self, text: &str) {
        std::fs::write(self.folder().join("data/griffie.toml"), text).unwrap();
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    #[track_caller]
    pub fn does(&self, words: &str, more: &[&str]) -> String {
        let output = self.command(words, more).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Does it with no role stated: a verb that can asks in each that the caller holds.
    #[track_caller]
    pub fn does_in_each_role(&self, words: &str, more: &[&str]) -> String {
        let output = self.command(words, more).env_remove("GRIFFIE_ROLE").output().unwrap();
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Whether a command is ended by a signal where it writes more than so many blocks of 512 bytes into a file.
    pub fn dies_at_a_long_file(&self, words: &str, blocks: u32) -> bool {
        let command = self.command(words, &[]);
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(format!("ulimit -f {blocks}; exec \"$0\" \"$@\""));
        limited.arg(command.get_program()).args(command.get_args()).env_clear();
        limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        limited.stdin(Stdio::null()).output().unwrap().status.code().is_none()
    }

    /// Whether a command is ended by a signal, with a variable set that says where.
    pub fn dies(&self, words: &str, variable: &str, value: &str) -> bool {
        let output = self.command(words, &[]).env(variable, value).output().unwrap();
        output.status.code().is_none()
    }

    /// What a command says, whether it succeeds or not.
    pub fn says(&self, words: &str) -> String {
        let output = self.command(words, &[]).output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }

    /// Every line of an answer, each a JSON value.
    #[track_caller]
    pub fn lines(&self, words: &str, more: &[&str]) -> Vec<Value> {
        let text = self.does(words, more);
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The one JSON value of an answer.
    #[track_caller]
    pub fn json(&self, words: &str, more: &[&str]) -> Value {
        let (verb, last) = words
            .rsplit_once(" --from")
            .map_or((words, ""), |_| (words.strip_suffix(" --from").unwrap_or(words), "--from"));
        let mut all: Vec<&str> = verb.split_whitespace().collect();
        let noun_and_verb = all.drain(..2).collect::<Vec<_>>().join(" ");
        all.push(last);
        let words = format!("{noun_and_verb} --output json {}", all.join(" "));
        let mut lines = self.lines(&words, more);
        assert_eq!(lines.len(), 1, "{words}");
        lines.remove(0)
    }

    /// Fails with this exit code and says this on standard error, and nothing on standard output.
    #[track_caller]
    pub fn refuses(&self, exit: i32, words: &str, more: &[&str], part: &str) -> String {
        let output = self.command(words, more).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(exit), "{words}: {said}");
        assert!(said.contains(part), "{words}: {said}");
        assert!(output.stdout.is_empty(), "{words}");
        said
    }

    /// How many records the ledger has.
    #[track_caller]
    pub fn size(&self) -> u64 {
        let status = self.does("status --output json", &[]);
        let status: Value = serde_json::from_str(status.lines().next().unwrap()).unwrap();
        status["records"].as_u64().or_else(|| status["size"].as_u64()).unwrap()
    }

    /// A program that edits the file it is given.
    pub fn editor(&self, script: &str) -> String {
        format!("sh {}", self.file("editor.sh", script))
    }

    pub fn edits(&self, editor: &str, words: &str) -> Output {
        let mut command = self.command(words, &[]);
        command.env("EDITOR", editor).env_remove("VISUAL").env_remove("XDG_RUNTIME_DIR");
        command.output().unwrap()
    }

    /// Templates that lie about.
    pub fn templates(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        let is_template = |path: &PathBuf| path.to_str().unwrap().contains("/griffie-");
        files.filter(is_template).collect()
    }

    fn command(&self, words: &str, more: &[&str]) -> Command {
        let mut command = Command::cargo_bin("griffie").unwrap();
        command.args(words.split_whitespace()).args(more).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TMPDIR", self.folder());
        command.env("GRIFFIE_DATA", self.folder().join("data")).env("GRIFFIE_AUTHOR", "R. Vos");
        if self.access {
            command.envs(ACCESS.iter().copied());
        }
        command.stdin(Stdio::null());
        command
    }
}
