//! Views made by hand, and an engine that shows them: the window's tests and
//! pictures need no simulation. A broker has just lost power in a small shop.

mod console;
mod exercise;
mod large;
mod log;
mod story;

pub use exercise::{Scene, exercise, shown_partition};
pub use large::large;
use log::{log, record};
use story::story;

use crate::base::{
    Address, BrokerId, ClientId, Duration, Generation, Instant, LeaderEpoch, Offset, TopicId, TopicPartition,
};
use crate::lab::view::{
    AssignedView, BranchView, BrokerView, ClientView, ClusterGraph, ClusterView, ConsumerView,
    ControllerView, Edge, Flow, GroupPhase, GroupView, LibraryEntry, MarkView, MemberView, MessageView,
    NextEvent, NodeState, PartitionView, Picture, ProducerView, RecentFile, ReplicaView, Role, RunView,
    ScenarioView, SettingView, Subject, TopicView, View, Words,
};
use crate::lab::{Command, Engine};
use std::sync::{Arc, Mutex, PoisonError};

/// An engine that always shows one view and keeps what it was sent.
#[derive(Clone, Debug, Default)]
pub struct Still {
    view: Arc<View>,
    sent: Arc<Mutex<Vec<Command>>>,
}

impl Still {
    /// An engine that shows `view`.
    #[must_use]
    pub fn new(view: View) -> Self {
        Self { view: Arc::new(view), sent: Arc::default() }
    }

    /// What was sent so far, in order.
    #[must_use]
    pub fn sent(&self) -> Vec<Command> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Engine for Still {
    fn view(&self) -> Arc<View> {
        self.view.clone()
    }

    fn send(&self, command: Command) {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(command);
    }
}

const fn seconds(tenths: u64) -> Instant {
    Instant(tenths * 100_000)
}

const fn partition(number: i32) -> TopicPartition {
    TopicPartition { topic: TopicId(1), partition: number }
}

/// The first page, with a library.
#[must_use]
pub fn home() -> View {
    let entry =
        |id: &str, tp: &str, picture, minutes, level, en: (&str, &str), fr: (&str, &str)| LibraryEntry {
            id: id.into(),
            title: Words::new(en.0, fr.0),
            goal: Words::new(en.1, fr.1),
            tp: tp.into(),
            minutes,
            level,
            picture,
            is_demo: true,
            steps: 6,
            ..LibraryEntry::default()
        };
    let library = vec![
        entry(
            "04-keys",
            "TP1",
            Picture::Partitioning,
            30,
            1,
            ("Keys and partitions", "Where does a key go?"),
            ("Clés et partitions", "Où va une clé ?"),
        ),
        entry(
            "06-offsets",
            "TP2",
            Picture::Lag,
            35,
            2,
            ("Offsets, commits and lag", "Where does a group start again?"),
            ("Offsets, commits et lag", "Où reprend un groupe ?"),
        ),
        entry(
            "07-retention",
            "TP2",
            Picture::Retention,
            35,
            2,
            ("Retention", "When records disappear"),
            ("Rétention", "Quand les messages disparaissent"),
        ),
        entry(
            "08-rebalance",
            "TP2",
            Picture::Rebalance,
            40,
            3,
            ("The rebalance", "Who reads what, and when it stops"),
            ("Le rééquilibrage", "Qui lit quoi, et quand ça s’arrête"),
        ),
        entry(
            "10-replication",
            "TP3",
            Picture::Replication,
            35,
            3,
            ("Replication", "What a follower copies, and when"),
            ("La réplication", "Ce qu’un follower copie, et quand"),
        ),
        entry(
            "11-failure",
            "TP3",
            Picture::Failure,
            35,
            3,
            ("A broker falls", "Who leads, and after how long?"),
            ("Un broker tombe", "Qui devient leader, et au bout de combien de temps ?"),
        ),
        entry(
            "12-acks",
            "TP3",
            Picture::Acks,
            35,
            3,
            ("What a receipt is worth", "Lose an acknowledged record, then make that impossible"),
            (
                "Ce que vaut un acquittement",
                "Perdre un message pourtant acquitté, puis rendre cela impossible",
            ),
        ),
    ];
    let mut library = library;
    for (id, needs, done) in [
        ("06-offsets", &["04-keys"][..], Some(6)),
        ("07-retention", &["06-offsets"], Some(2)),
        ("11-failure", &["10-replication"], None),
        ("12-acks", &["10-replication", "11-failure"], None),
    ] {
        for entry in library.iter_mut().filter(|entry| *entry.id == *id) {
            entry.needs = needs.iter().map(|id| (*id).into()).collect();
            entry.done = done;
            entry.is_bonus = id == "12-acks";
        }
    }
    View {
        library: Arc::new(library),
        recent: Arc::new(vec![
            RecentFile { path: "mes-cours/panne-du-lundi.ron".into(), exists: true },
            RecentFile { path: "mes-cours/retention.ron".into(), exists: false },
        ]),
        ..View::default()
    }
}

/// A small shop, just after broker 2 lost power.
#[must_use]
pub fn shop() -> View {
    let mut view = home();
    view.scenario = Some(Arc::new(scenario()));
    view.run = RunView {
        session: 1,
        now: Instant(12_480_000),
        head: Instant(14_000_000),
        end: Instant(30_000_000),
        speed_permille: 500,
        digest: 0xa41f_09c2_55aa_0001,
        steps: 4_211,
        next: Some(NextEvent {
            at: Instant(13_700_000),
            label: Words::new("a replica catches up", "un réplica rattrape son retard"),
        }),
        can_undo: true,
        ..RunView::default()
    };
    let cluster = shop_cluster();
    view.graph = Arc::new(graph(&cluster));
    view.messages = Arc::new(messages());
    let (events, lanes) = story();
    view.events = events;
    view.lanes = lanes;
    view.branches = Arc::new(vec![
        BranchView {
            id: 0,
            name: Words::new("first run", "première exécution"),
            parent: None,
            head: seconds(140),
        },
        BranchView { id: 1, name: Words::same("acks=1"), parent: Some((0, seconds(92))), head: seconds(220) },
    ]);
    view.selected = Subject::Partition(partition(1));
    view.log = Some(Arc::new(log()));
    view.record = Some(Arc::new(record()));
    view.cluster = Arc::new(cluster);
    view
}

fn scenario() -> ScenarioView {
    let mark = |tenths, name: &str, en: &str, fr: &str| MarkView {
        at: seconds(tenths),
        name: name.into(),
        caption: Words::new(en, fr),
        notes: Words::default(),
    };
    ScenarioView {
        id: "11-failure".into(),
        title: Words::new("A broker falls", "Un broker tombe"),
        goal: Words::new(
            "See who leads, and after how long.",
            "Voir qui devient leader, et au bout de combien de temps.",
        ),
        tp: "TP3".into(),
        semantics: Words::new("Kafka 4 · KRaft · classic groups", "Kafka 4 · KRaft · groupes classiques"),
        marks: vec![
            mark(
                0,
                "start",
                "Three brokers, one topic, two groups.",
                "Trois brokers, un topic, deux groupes.",
            ),
            mark(
                100,
                "power-cut",
                "Broker 2 has lost power. Who leads its partitions?",
                "Le broker 2 n’a plus de courant. Qui devient leader de ses partitions ?",
            ),
            mark(200, "back", "", ""),
        ],
        ..ScenarioView::default()
    }
}

/// Leader, replicas and in-sync set of the shop's six partitions.
const SHOP: [(i32, &[i32], &[i32]); 6] = [
    (1, &[1, 2, 3], &[1, 3]),
    (3, &[2, 3, 1], &[3, 1]),
    (3, &[3, 1], &[3, 1]),
    (3, &[2, 3], &[3]),
    (3, &[3, 2], &[3]),
    (1, &[1, 3], &[1]),
];

fn shop_cluster() -> ClusterView {
    let mut brokers: Vec<BrokerView> = (1..=4).map(shop_broker).collect();
    let mut partitions = Vec::new();
    for (number, (leader, replicas, isr)) in SHOP.into_iter().enumerate() {
        let id = partition(number as i32);
        let ids = |list: &[i32]| list.iter().map(|id| BrokerId(*id)).collect::<Vec<_>>();
        partitions.push(PartitionView {
            id,
            replicas: ids(replicas),
            isr: ids(isr),
            leader: BrokerId(leader),
            epoch: LeaderEpoch(6),
            min_isr: 2,
        });
        for &holder in replicas {
            let role = match holder {
                2 => Role::Offline,
                it if it == leader => Role::Leader,
                _ => Role::Follower,
            };
            let behind = i64::from(!isr.contains(&holder)) * 9 + i64::from(role == Role::Follower);
            let end = 42 - 3 * number as i64 - behind;
            brokers[holder as usize - 1].replicas.push(ReplicaView {
                partition: id,
                role,
                in_sync: isr.contains(&holder),
                high_watermark: Offset(40 - 3 * number as i64 - behind),
                log_end: Offset(end),
                ..ReplicaView::default()
            });
        }
    }
    ClusterView {
        controllers: vec![ControllerView {
            id: 1000,
            state: NodeState::Running,
            is_active: true,
            epoch: 1,
            metadata_end: Offset(48),
            is_isolated: false,
        }],
        brokers: brokers.into_iter().map(Arc::new).collect(),
        topics: vec![Arc::new(TopicView {
            id: TopicId(1),
            name: "orders".into(),
            partitions: 6,
            replication_factor: 3,
            is_internal: false,
            settings: vec![SettingView {
                key: "min.insync.replicas".into(),
                value: "2".into(),
                default: "1".into(),
            }],
        })],
        partitions,
        clients: shop_clients().into_iter().map(Arc::new).collect(),
        groups: shop_groups().into_iter().map(Arc::new).collect(),
        wires: Vec::new(),
        links: Vec::new(),
    }
}

fn shop_broker(id: i32) -> BrokerView {
    let is_down = id == 2;
    BrokerView {
        id: BrokerId(id),
        state: if is_down { NodeState::PowerCut } else { NodeState::Running },
        since: seconds(if is_down { 100 } else { 0 }),
        rack: (id == 4).then(|| "rack-b".into()),
        disk_bytes: 12_700,
        segments: 3,
        metadata_offset: Offset(48),
        slow_fetch: (id == 3).then_some(Duration::from_millis(500)),
        coordinates: if id == 1 { vec!["shipping".into()] } else { Vec::new() },
        ..BrokerView::default()
    }
}

fn producer(id: u32, name: &str, acks: &str, rate: u32, failed: u64) -> ClientView {
    ClientView {
        id: ClientId(id),
        name: name.into(),
        state: NodeState::Running,
        producer: Some(ProducerView {
            topic: "orders".into(),
            acks: acks.into(),
            is_idempotent: acks == "all",
            rate,
            sent: 240,
            acknowledged: 231 - failed,
            failed,
            waiting: 9,
            retries: 2,
        }),
        ..ClientView::default()
    }
}

fn consumer(id: u32, name: &str, group: &str, owned: &[(i32, i64)]) -> ClientView {
    ClientView {
        id: ClientId(id),
        name: name.into(),
        state: NodeState::Running,
        consumer: Some(ConsumerView {
            group: group.into(),
            topics: vec!["orders".into()],
            member_id: if owned.is_empty() { "" } else { name }.into(),
            assigned: owned.iter().map(|(number, lag)| assigned(*number, *lag)).collect(),
            delivered: 118,
            ..ConsumerView::default()
        }),
        ..ClientView::default()
    }
}

fn assigned(number: i32, lag: i64) -> AssignedView {
    AssignedView {
        partition: partition(number),
        position: Some(Offset(40)),
        committed: Some(Offset(40 - lag)),
        lag: Some(lag),
    }
}

fn shop_clients() -> Vec<ClientView> {
    vec![
        producer(1, "shop", "all", 24, 0),
        producer(2, "web", "1", 40, 3),
        consumer(3, "A", "shipping", &[(0, 1), (1, 2)]),
        consumer(4, "B", "shipping", &[(2, 0), (3, 0)]),
        consumer(5, "C", "shipping", &[(4, 0), (5, 3)]),
        consumer(6, "D", "audit", &[(0, 18), (1, 12), (2, 4)]),
        consumer(7, "E", "audit", &[]),
    ]
}

fn shop_groups() -> Vec<GroupView> {
    let group = |name: &str, phase, generation, names: &[(u32, &str)], lag| GroupView {
        name: name.into(),
        phase,
        generation: Generation(generation),
        protocol: "range".into(),
        coordinator: Some(BrokerId(1)),
        members: names
            .iter()
            .map(|(id, name)| MemberView {
                member_id: (*name).into(),
                client: Some(ClientId(*id)),
                name: (*name).into(),
                is_leader: *id == 3,
                ..MemberView::default()
            })
            .collect(),
        offsets: vec![assigned(0, 1), assigned(1, 2)],
        lag,
    };
    vec![
        group("audit", GroupPhase::PreparingRebalance, 3, &[(6, "D"), (7, "E")], 34),
        group("shipping", GroupPhase::Stable, 7, &[(3, "A"), (4, "B"), (5, "C")], 6),
    ]
}

/// The graph of a cluster: who talks to whom.
fn graph(cluster: &ClusterView) -> ClusterGraph {
    let mut graph = ClusterGraph::default();
    let mut nodes = std::collections::BTreeMap::new();
    let subjects = cluster
        .controllers
        .iter()
        .map(|it| Subject::Controller(it.id))
        .chain(cluster.brokers.iter().map(|it| Subject::Broker(it.id)))
        .chain(cluster.clients.iter().map(|it| Subject::Client(it.id)));
    for subject in subjects {
        nodes.insert(subject.clone(), graph.graph.add_node(subject));
    }
    let mut edges = std::collections::BTreeSet::new();
    for broker in cluster.brokers.iter().filter(|broker| broker.state.is_up()) {
        for controller in &cluster.controllers {
            edges.insert((Subject::Broker(broker.id), Subject::Controller(controller.id), Flow::Control));
        }
        for replica in broker.replicas.iter().filter(|it| it.role == Role::Follower) {
            if let Some(partition) = cluster.partition(replica.partition) {
                edges.insert((
                    Subject::Broker(broker.id),
                    Subject::Broker(partition.leader),
                    Flow::Replicate,
                ));
            }
        }
    }
    for client in &cluster.clients {
        for partition in &cluster.partitions {
            let leader = Subject::Broker(partition.leader);
            let owns = |it: &ConsumerView| it.assigned.iter().any(|owned| owned.partition == partition.id);
            if client.producer.is_some() {
                edges.insert((Subject::Client(client.id), leader, Flow::Produce));
            } else if client.consumer.as_ref().is_some_and(owns) {
                edges.insert((Subject::Client(client.id), leader, Flow::Consume));
            }
        }
    }
    for (from, to, flow) in edges {
        if let (Some(from), Some(to)) = (nodes.get(&from), nodes.get(&to)) {
            graph.graph.add_edge(*from, *to, Edge { flow });
        }
    }
    graph
}

fn messages() -> Vec<MessageView> {
    let message = |id, from, to, api: &str, is_response, sent: u64, label: &str, flow| MessageView {
        id,
        from,
        to,
        api: api.into(),
        is_response,
        sent_at: Instant(12_480_000 - sent),
        arrives_at: Instant(12_481_000 - sent),
        partition: Some(partition(1)),
        label: label.into(),
        flow,
    };
    let broker = |id| Address::Broker(BrokerId(id));
    let client = |id| Address::Client(ClientId(id));
    vec![
        message(1, client(1), broker(1), "Produce", false, 400, "Produce orders-0", Flow::Produce),
        message(2, client(2), broker(3), "Produce", false, 620, "Produce orders-1", Flow::Produce),
        message(3, broker(1), broker(3), "Fetch", false, 480, "Fetch orders-1 @41", Flow::Replicate),
        message(4, broker(3), client(6), "Fetch", true, 550, "Fetch orders-1", Flow::Consume),
        message(
            5,
            broker(3),
            Address::Controller(1000),
            "BrokerHeartbeat",
            false,
            300,
            "BrokerHeartbeat",
            Flow::Control,
        ),
    ]
}
