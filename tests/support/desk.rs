//! A world and the consoles in it, for tests of what commands print.

#![allow(dead_code, reason = "each test file uses its part")]

use brokerscope::base::Duration;
use brokerscope::console::ConsoleLineKind;
use brokerscope::story::ConsoleInput;
use brokerscope::world::{Action, ClusterSpec, World};

/// A world and the consoles in it.
pub struct Desk {
    pub world: World,
    shown: usize,
}

impl Desk {
    pub fn of(spec: &ClusterSpec) -> Self {
        Self { world: World::new(spec).expect("the cluster boots"), shown: 0 }
    }

    pub fn act(&mut self, action: &Action) {
        self.world.act(action, &mut Vec::new());
    }

    pub fn wait(&mut self, length: Duration) {
        let until = self.world.now() + length;
        let mut facts = Vec::new();
        while self.world.next_at().is_some_and(|at| at <= until) {
            self.world.step(&mut facts);
            facts.clear();
        }
        self.world.wait_until(until);
    }

    fn press(&mut self, console: u8, input: ConsoleInput) {
        self.world.act(&Action::Console(console, input), &mut Vec::new());
        let mut facts = Vec::new();
        let limit = self.world.now() + Duration::from_secs(120);
        while self.is_busy(console) && self.world.now() < limit {
            self.world.step(&mut facts);
            facts.clear();
        }
    }

    fn is_busy(&self, console: u8) -> bool {
        self.world.terminal(console).is_some_and(|terminal| terminal.is_busy())
    }

    /// Types a line into console 1 and lets time run until the command is done; what
    /// was shown since the last call.
    pub fn types(&mut self, line: &str) -> String {
        self.press(1, ConsoleInput::Line(line.into()));
        let terminal = self.world.terminal(1).expect("a console");
        let lines = terminal.lines().iter_from(self.shown).map(|line| {
            let mark = match line.kind {
                ConsoleLineKind::Typed => "",
                ConsoleLineKind::Out => "| ",
                ConsoleLineKind::Error => "! ",
                ConsoleLineKind::Note => "~ ",
            };
            format!("{mark}{}", line.text)
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        self.shown = terminal.lines().len();
        text
    }

    /// Several lines, one after the other.
    pub fn script(&mut self, lines: &[&str]) -> String {
        lines.iter().map(|line| self.types(line)).collect::<Vec<_>>().join("\n")
    }
}

/// The text without the tables of options that usage errors end with.
pub fn without_help(text: &str) -> String {
    let mut is_table = false;
    let mut kept = Vec::new();
    for line in text.lines() {
        if line.starts_with("! Option  ") {
            is_table = true;
        }
        is_table = is_table && line.starts_with("! ");
        if !is_table {
            kept.push(line);
        }
    }
    kept.join("\n")
}
