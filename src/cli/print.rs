//! How a replay reads: one aligned line, or one JSON object, per story event.

use super::arguments::Format;
use super::event_json;
use crate::base::{ClientId, Digest, Instant, TopicId};
use crate::lab::sentences::{Names, sentence};
use crate::story::Fact;
use crate::text::Lang;
use crate::world::World;
use std::io::{self, Write};

/// Room for the longest usual kind, so that sentences start in one column.
const KIND_WIDTH: usize = 22;

/// What a world calls its topics and clients.
pub(super) struct InWorld<'a>(pub &'a World);

impl Names for InWorld<'_> {
    fn topic(&self, id: TopicId) -> String {
        self.0.ledger().topic_name(id).map_or_else(|| format!("#{id}"), ToString::to_string)
    }

    fn client(&self, id: ClientId) -> String {
        self.0.client_name(id).map_or_else(|| format!("client-{id}"), ToString::to_string)
    }
}

/// Prints events as they come.
pub(super) struct Printer<W> {
    out: W,
    format: Format,
    lang: Lang,
}

impl<W: Write> Printer<W> {
    pub(super) const fn new(out: W, format: Format, lang: Lang) -> Self {
        Self { out, format, lang }
    }

    /// One event, as the scenario counts time.
    pub(super) fn event(&mut self, at: Instant, seq: u64, fact: &Fact, names: &dyn Names) -> io::Result<()> {
        match self.format {
            Format::Json => writeln!(self.out, "{}", event_json::event(at, seq, fact, names)),
            Format::Text => {
                let (at, kind) = (at.to_string(), fact.kind());
                let words = sentence(self.lang, fact, names);
                writeln!(self.out, "{at:>12}  {kind:KIND_WIDTH$}  {words}")
            }
        }
    }

    /// The state of the cluster, on one line.
    pub(super) fn state(&mut self, state: &serde_json::Value) -> io::Result<()> {
        writeln!(self.out, "{state}")
    }

    /// The last line of every run.
    pub(super) fn digest(&mut self, digest: Digest) -> io::Result<()> {
        writeln!(self.out, "digest: {digest}")?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::BrokerId;

    struct Nobody;

    impl Names for Nobody {
        fn topic(&self, _: TopicId) -> String {
            String::new()
        }
        fn client(&self, _: ClientId) -> String {
            String::new()
        }
    }

    fn printed(format: Format, lang: Lang) -> String {
        let mut printer = Printer::new(Vec::new(), format, lang);
        let fact = Fact::BrokerReady { broker: BrokerId(2) };
        printer.event(Instant(12_480_000), 3, &fact, &Nobody).unwrap();
        printer.digest(Digest::default()).unwrap();
        String::from_utf8(printer.out).unwrap()
    }

    #[test]
    fn a_line_has_time_kind_and_sentence() {
        assert_eq!(
            printed(Format::Text, Lang::En),
            "    0:12.480  broker_ready            Broker 2 is ready to serve.\ndigest: 9e3779b97f4a7c15\n"
        );
        assert!(printed(Format::Text, Lang::Fr).contains("Le broker 2 est prêt à servir."));
    }

    #[test]
    fn an_object_has_time_number_and_kind() {
        assert_eq!(
            printed(Format::Json, Lang::En).lines().next(),
            Some(r#"{"at_us":12480000,"seq":3,"kind":"broker_ready","broker":2}"#)
        );
    }
}
