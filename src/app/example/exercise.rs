//! The hand-made shop as an exercise: a card for each kind of step and each way to
//! answer, open, locked in, answered, and at the end.

use super::{partition, seconds, shop};
use crate::lab::view::{
    AnswerForm, CardView, CheckLine, ExerciseView, Locks, Mode, OutcomeView, ReceiptView, ReflectionView,
    StepKind, StepState, StepView, Student, Subject, Tool, VerdictKind, VerdictView, View, Words,
};
use std::sync::Arc;

/// A state of the exercise worth a picture or a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// Nobody has said yet who works.
    Begin,
    /// A prediction with choices, open.
    Choices,
    /// A prediction answered by a broker on the map.
    Broker,
    /// A prediction answered by brokers in order.
    Brokers,
    /// A prediction answered by partitions on the map.
    Partitions,
    /// A prediction answered by an offset in the log.
    Offset,
    /// A prediction that went otherwise, with its belief.
    Wrong,
    /// A goal, half reached, with hints and places to go back to.
    Goal,
    /// A goal whose time is over.
    Overdue,
    /// A reading, wrong once.
    Reading,
    /// Several numbers to read.
    Readings,
    /// A word to read.
    Words,
    /// An explanation to write.
    Explain,
    /// An explanation beside its model.
    Model,
    /// A question with choices, answered right.
    Quiz,
    /// Every step is done.
    Finished,
    /// The work is handed in.
    Receipt,
}

impl Scene {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Begin,
        Self::Choices,
        Self::Broker,
        Self::Brokers,
        Self::Partitions,
        Self::Offset,
        Self::Wrong,
        Self::Goal,
        Self::Overdue,
        Self::Reading,
        Self::Readings,
        Self::Words,
        Self::Explain,
        Self::Model,
        Self::Quiz,
        Self::Finished,
        Self::Receipt,
    ];
}

const KINDS: [StepKind; 7] = [
    StepKind::Predict,
    StepKind::Do,
    StepKind::Predict,
    StepKind::Do,
    StepKind::Observe,
    StepKind::Explain,
    StepKind::Quiz,
];

/// The shop, with the exercise in this state.
#[must_use]
pub fn exercise(scene: Scene) -> View {
    let mut view = shop();
    view.run.mode = Mode::Exercise;
    view.verdicts = Arc::new(verdicts());
    view.consoles = Arc::new(super::console::consoles());
    let current = current(scene);
    let card = card(scene);
    if card.form != AnswerForm::None && KINDS[current] == StepKind::Predict {
        view.locks = Locks { time: true, deeds: true, console: true, future: true };
        view.run.next = None;
    }
    if scene != Scene::Offset {
        view.selected = Subject::Cluster;
    }
    let is_finished = matches!(scene, Scene::Finished | Scene::Receipt);
    let state = |index: usize| match index {
        _ if is_finished || index < current => [StepState::Right, StepState::Right, StepState::Wrong]
            .get(index)
            .copied()
            .unwrap_or(StepState::Answered),
        _ if index > current => StepState::Ahead,
        _ if scene == Scene::Wrong => StepState::Wrong,
        _ if scene == Scene::Quiz => StepState::Right,
        _ => StepState::Open,
    };
    let steps = KINDS.iter().enumerate().map(|(index, kind)| StepView {
        id: format!("s{}", index + 1).as_str().into(),
        kind: *kind,
        state: state(index),
        points: 2,
    });
    let student = Student {
        name: if scene == Scene::Begin { "".into() } else { "Léa Martin".into() },
        number: "22401234".into(),
        ..Student::default()
    };
    view.exercise = Some(Arc::new(ExerciseView {
        student,
        steps: steps.collect(),
        shown: current,
        current,
        card,
        done: if is_finished { KINDS.len() } else { current },
        is_ready: scene == Scene::Quiz,
        is_finished,
        missing: vec![
            (4, Words::new("no reading yet", "pas encore de relevé")),
            (5, Words::new("no explanation yet", "pas encore d’explication")),
        ],
        receipt: (scene == Scene::Receipt).then(|| ReceiptView {
            file: "clé usb/TP3_Léa Martin_22401234.session".into(),
            code: "loutre-cactus-42".into(),
        }),
        reflection: reflection(),
        ..ExerciseView::default()
    }));
    view
}

const fn current(scene: Scene) -> usize {
    match scene {
        Scene::Begin => 0,
        Scene::Choices
        | Scene::Broker
        | Scene::Brokers
        | Scene::Partitions
        | Scene::Offset
        | Scene::Wrong => 2,
        Scene::Goal | Scene::Overdue => 3,
        Scene::Reading | Scene::Readings | Scene::Words => 4,
        Scene::Explain | Scene::Model => 5,
        Scene::Quiz | Scene::Finished | Scene::Receipt => 6,
    }
}

fn card(scene: Scene) -> CardView {
    let ask = Words::new;
    let who = ask(
        "Broker 2 was leader of orders-1 and orders-4. Its power is cut at 0:10. Who leads orders-1 now?",
        "Le broker 2 dirigeait orders-1 et orders-4. Son courant est coupé à 0:10. Qui dirige orders-1 maintenant\u{202f}?",
    );
    let open = |ask: Words, form: AnswerForm| CardView {
        ask,
        form,
        has_hint: true,
        hint_wait_s: 20,
        can_restart: true,
        ..CardView::default()
    };
    let choices = vec![
        Words::new("Nobody: the partition stays offline", "Personne\u{202f}: la partition reste hors ligne"),
        Words::new("Broker 3, the next in-sync replica", "Le broker 3, le réplica synchronisé suivant"),
        Words::new("Broker 4, because it is empty", "Le broker 4, parce qu’il est vide"),
        Words::new("The broker with the longest log", "Le broker dont le journal est le plus long"),
    ];
    match scene {
        Scene::Begin | Scene::Choices => open(who, AnswerForm::Choices(choices)),
        Scene::Broker => open(who, AnswerForm::Broker),
        Scene::Brokers => open(
            ask(
                "Which brokers are in sync for orders-1 when broker 2 is gone?",
                "Quels brokers sont synchronisés pour orders-1 quand le broker 2 a disparu\u{202f}?",
            ),
            AnswerForm::Brokers,
        ),
        Scene::Partitions => open(
            ask("Which partitions change their leader?", "Quelles partitions changent de leader\u{202f}?"),
            AnswerForm::Partitions((0..6).map(|number| format!("orders-{number}").as_str().into()).collect()),
        ),
        Scene::Offset => open(
            ask(
                "Where does the group shipping go on reading?",
                "Où le groupe shipping continue-t-il de lire\u{202f}?",
            ),
            AnswerForm::Offset,
        ),
        Scene::Wrong => wrong(who),
        Scene::Goal => goal(false),
        Scene::Overdue => goal(true),
        Scene::Reading => CardView {
            attempts: 1,
            ..open(
                ask(
                    "How many records were acknowledged to shop and are gone?",
                    "Combien de messages acquittés à shop ont disparu\u{202f}?",
                ),
                AnswerForm::Number,
            )
        },
        Scene::Readings => open(
            ask("How many partitions has each member?", "Combien de partitions a chaque membre\u{202f}?"),
            AnswerForm::Numbers,
        ),
        Scene::Words => open(
            ask("In which state is broker 2?", "Dans quel état est le broker 2\u{202f}?"),
            AnswerForm::Words(vec!["running".into(), "fenced".into(), "down".into()]),
        ),
        Scene::Explain => open(why(), AnswerForm::Text),
        Scene::Model => model(),
        Scene::Quiz => quiz(),
        Scene::Finished | Scene::Receipt => CardView::default(),
    }
}

fn why() -> Words {
    Words::new("Why did acks=1 not protect them?", "Pourquoi acks=1 ne les a-t-il pas protégés\u{202f}?")
}

fn wrong(ask: Words) -> CardView {
    let said = Words::new("Broker 4, because it is empty", "Le broker 4, parce qu’il est vide");
    CardView {
        ask,
        first_answer: Some(said.clone()),
        outcome: Some(OutcomeView {
            is_right: Some(false),
            said,
            happened: Words::new("Broker 3 leads orders-1", "Le broker 3 dirige orders-1"),
            belief: Some((
                "M12".into(),
                Words::new(
                    "Kafka re-creates the missing copies elsewhere by itself",
                    "Kafka recrée de lui-même les copies manquantes ailleurs",
                ),
            )),
            decided_at: Some(seconds(103)),
            decided_by: Some(5),
            is_looking: false,
        }),
        debrief: Words::new(
            "The controller picks the first live replica of the assignment that is in the ISR: [2, 3, 1] gives 3. Its leader epoch becomes 6.",
            "Le contrôleur prend le premier réplica vivant de l’affectation qui soit dans l’ISR\u{202f}: [2, 3, 1] donne 3. L’époque du leader devient 6.",
        ),
        can_next: true,
        can_restart: true,
        ..CardView::default()
    }
}

fn goal(is_overdue: bool) -> CardView {
    let check = |en: &str, fr: &str, now: &str, holds| CheckLine {
        expected: Words::new(en, fr),
        now: Words::new(format!("now: {now}").as_str(), format!("maintenant\u{202f}: {now}").as_str()),
        holds,
    };
    CardView {
        ask: Words::new(
            "Bring broker 2 back and make it the leader of orders-1 again.",
            "Ramenez le broker 2 et rendez-lui la direction de orders-1.",
        ),
        checks: vec![
            check("broker 2 is running", "le broker 2 est en marche", "running", true),
            check("the leader of orders-1 is 2", "le leader de orders-1 est 2", "3", false),
            check("no record of shop is lost", "aucun message de shop n’est perdu", "0", true),
        ],
        until: Some(seconds(240)),
        is_overdue,
        tools: Some(Arc::new(vec![Tool::Restart, Tool::ElectPreferred, Tool::Rewind, Tool::Console])),
        rewinds: vec![("power-cut".into(), seconds(100))],
        hints: vec![Words::new(
            "Look at who is preferred: the first of the replicas.",
            "Regardez qui est préféré\u{202f}: le premier des réplicas.",
        )],
        has_hint: true,
        hint_wait_s: 0,
        reflection_asked: is_overdue,
        can_restart: true,
        attempts: 2,
        changed: Words::new("broker 2 was restarted", "le broker 2 a été redémarré"),
        ..CardView::default()
    }
}

fn model() -> CardView {
    let said = Words::same("Seul le leader avait répondu.");
    CardView {
        ask: why(),
        first_answer: Some(said),
        model: Words::new(
            "The leader alone had answered; the new leader’s log ends earlier, so what came after is gone.",
            "Seul le leader avait répondu\u{202f}; le journal du nouveau leader est plus court, donc la suite a disparu.",
        ),
        can_next: true,
        ..CardView::default()
    }
}

fn quiz() -> CardView {
    let said = Words::new("Broker 3: it was in sync", "Le broker 3\u{202f}: il était synchronisé");
    CardView {
        ask: Words::new(
            "Which replica could lead without loss?",
            "Quel réplica pouvait diriger sans perte\u{202f}?",
        ),
        first_answer: Some(said.clone()),
        outcome: Some(OutcomeView { is_right: Some(true), said, ..OutcomeView::default() }),
        can_next: true,
        ..CardView::default()
    }
}

fn reflection() -> Vec<ReflectionView> {
    vec![
        ReflectionView {
            step: 0,
            believed: Words::new("Broker 3 leads", "Le broker 3 dirige"),
            saw: Words::new("Broker 3 leads", "Le broker 3 dirige"),
            kept: "le premier synchronisé de la liste".into(),
        },
        ReflectionView {
            step: 2,
            believed: Words::new("Broker 4, because it is empty", "Le broker 4, parce qu’il est vide"),
            saw: Words::new("Broker 3 leads orders-1", "Le broker 3 dirige orders-1"),
            kept: "".into(),
        },
    ]
}

fn verdicts() -> Vec<VerdictView> {
    let verdict = |kind, en: &str, fr: &str, tenths, event| VerdictView {
        kind,
        sentence: Words::new(en, fr),
        at: seconds(tenths),
        event,
        ..VerdictView::default()
    };
    vec![
        VerdictView {
            licence: Words::new("acks=1 of web", "acks=1 de web"),
            ..verdict(
                VerdictKind::Lost,
                "Record 41 of orders-1 was acknowledged and is gone.",
                "Le message 41 de orders-1 était acquitté et a disparu.",
                103,
                Some(5),
            )
        },
        verdict(
            VerdictKind::Duplicated,
            "Record 12 of orders-0 was delivered twice to shipping.",
            "Le message 12 de orders-0 a été livré deux fois à shipping.",
            108,
            None,
        ),
    ]
}

/// The partition that the shop's log shows, for those who select it.
#[must_use]
pub const fn shown_partition() -> Subject {
    Subject::Partition(partition(1))
}
