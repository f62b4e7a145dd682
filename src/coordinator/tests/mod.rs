//! The coordinator driven through its public face: requests in, virtual time
//! passing, appends completed (or not), answers and facts out.

mod membership;
mod offsets;
mod rebalance;
mod responses;
mod sabotage;
mod statics;

use super::*;
use crate::base::{
    Address, BrokerId, ClientId, CorrelationId, Duration, EpochMillis, Generation, Instant, LeaderEpoch,
    Offset, Stream, Text,
};
use crate::config::{BrokerConfig, Settings};
use crate::protocol::{
    Assignment, CommittedOffset, ErrorCode, HeartbeatRequest, JoinGroupRequest, JoinGroupResponse,
    LeaveGroupRequest, OffsetCommitRequest, OffsetFetchRequest, RecordBatch, Request, Response, Subscription,
    SyncGroupRequest, SyncGroupResponse,
};
use crate::story::Fact;
use std::collections::BTreeMap;

const GROUP: &str = "g";

/// A coordinator, its virtual time, its timers, and the log of its partition.
struct Lab {
    coordinator: GroupCoordinator,
    now: Instant,
    timers: Vec<(Instant, CoordinatorTimer)>,
    log: Vec<RecordBatch>,
    appends: Vec<OffsetsAppend>,
    /// Whether appends are replicated at once.
    replicates: bool,
    answers: BTreeMap<u32, Response>,
    facts: Vec<Fact>,
    asked: u32,
}

fn settings(pairs: &[(&str, &str)]) -> BrokerConfig {
    let mut settings: Settings = [("offsets.topic.num.partitions", "1")]
        .iter()
        .chain(pairs)
        .map(|(key, value)| (Text::from(*key), Text::from(*value)))
        .collect();
    settings.entry("group.initial.rebalance.delay.ms".into()).or_insert_with(|| "0".into());
    BrokerConfig::with(&settings)
}

fn subscription(topics: &[&str]) -> Subscription {
    let topics = topics.iter().map(|topic| Text::from(*topic)).collect();
    Subscription { topics, generation: Generation::NONE, ..Subscription::default() }
}

fn join_request(member: &str) -> JoinGroupRequest {
    JoinGroupRequest {
        group: GROUP.into(),
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 60_000,
        member: member.into(),
        instance: None,
        protocol_type: "consumer".into(),
        protocols: vec![("range".into(), subscription(&["t"]))],
    }
}

fn share_of(partition: i32) -> Assignment {
    Assignment { partitions: vec![("t".into(), partition)] }
}

impl Lab {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(pairs: &[(&str, &str)]) -> Self {
        let config = settings(pairs);
        let coordinator =
            GroupCoordinator::new(BrokerId(1), &config, Stream::named(1, "coordinator"), EpochMillis(0));
        let mut lab = Self {
            coordinator,
            now: Instant::START,
            timers: Vec::new(),
            log: Vec::new(),
            appends: Vec::new(),
            replicates: true,
            answers: BTreeMap::new(),
            facts: Vec::new(),
            asked: 0,
        };
        lab.load();
        lab
    }

    fn load(&mut self) {
        let log = self.log.clone();
        let now = self.now;
        self.with_output(|coordinator, out| coordinator.load(now, 0, log.into_iter(), out));
    }

    fn with_output(&mut self, act: impl FnOnce(&mut GroupCoordinator, &mut CoordinatorOutput)) {
        let mut out = CoordinatorOutput::default();
        act(&mut self.coordinator, &mut out);
        self.timers.extend(out.timers);
        self.facts.extend(out.facts);
        for (_, correlation, response) in out.responses {
            assert!(self.answers.insert(correlation.0, response).is_none(), "answered twice");
        }
        self.appends.extend(out.appends);
        if self.replicates {
            self.replicate(Ok(()));
        }
    }

    /// Ends the appends under way.
    fn replicate(&mut self, result: Result<(), ErrorCode>) {
        for append in std::mem::take(&mut self.appends) {
            let now = self.now;
            if result.is_ok() {
                self.log.push(append.batch);
            }
            self.with_output(|coordinator, out| coordinator.append_completed(now, append.token, result, out));
        }
    }

    /// Asks; gives the number under which the answer comes.
    fn ask(&mut self, client_id: &str, body: Request) -> u32 {
        self.asked += 1;
        let asker = Asker {
            from: Address::Client(ClientId(1)),
            correlation: CorrelationId(self.asked),
            client_id: client_id.into(),
        };
        let now = self.now;
        self.with_output(|coordinator, out| coordinator.handle(now, asker, body, out));
        self.asked
    }

    fn join(&mut self, request: JoinGroupRequest) -> u32 {
        self.ask("c", Request::JoinGroup(request))
    }

    fn joined(&mut self, number: u32) -> Option<JoinGroupResponse> {
        self.answers.remove(&number).map(|answer| match answer {
            Response::JoinGroup(response) => response,
            other => panic!("{other:?}"),
        })
    }

    fn synced(&mut self, number: u32) -> Option<SyncGroupResponse> {
        self.answers.remove(&number).map(|answer| match answer {
            Response::SyncGroup(response) => response,
            other => panic!("{other:?}"),
        })
    }

    /// A new id, by way of MEMBER_ID_REQUIRED.
    fn member_id(&mut self) -> Text {
        let number = self.join(join_request(""));
        let response = self.joined(number).expect("answered at once");
        assert_eq!(response.error, ErrorCode::MemberIdRequired);
        response.member
    }

    fn sync_as(&mut self, member: &str, generation: i32, shares: Vec<(Text, Assignment)>) -> u32 {
        let request = SyncGroupRequest {
            group: GROUP.into(),
            generation: Generation(generation),
            member: member.into(),
            instance: None,
            protocol_type: "consumer".into(),
            protocol: "range".into(),
            assignments: shares,
        };
        self.ask("c", Request::SyncGroup(request))
    }

    fn heartbeat(&mut self, member: &str, generation: i32) -> ErrorCode {
        self.heartbeat_with(member, generation, None)
    }

    fn heartbeat_with(&mut self, member: &str, generation: i32, instance: Option<&str>) -> ErrorCode {
        let request = HeartbeatRequest {
            group: GROUP.into(),
            generation: Generation(generation),
            member: member.into(),
            instance: instance.map(Text::from),
        };
        let number = self.ask("c", Request::Heartbeat(request));
        match self.answers.remove(&number) {
            Some(Response::Heartbeat(response)) => response.error,
            other => panic!("{other:?}"),
        }
    }

    fn leave(&mut self, member: &str, instance: Option<&str>) -> ErrorCode {
        let members = vec![(Text::from(member), instance.map(Text::from))];
        let number = self.ask("c", Request::LeaveGroup(LeaveGroupRequest { group: GROUP.into(), members }));
        match self.answers.remove(&number) {
            Some(Response::LeaveGroup(response)) => response.error,
            other => panic!("{other:?}"),
        }
    }

    fn commit(&mut self, member: &str, generation: i32, offset: i64) -> u32 {
        let at = CommittedOffset {
            topic: "t".into(),
            partition: 0,
            offset: Offset(offset),
            leader_epoch: LeaderEpoch(0),
            metadata: "".into(),
        };
        let request = OffsetCommitRequest {
            group: GROUP.into(),
            generation: Generation(generation),
            member: member.into(),
            instance: None,
            offsets: vec![at],
        };
        self.ask("c", Request::OffsetCommit(request))
    }

    fn commit_error(&mut self, number: u32) -> Option<ErrorCode> {
        self.answers.remove(&number).map(|answer| match answer {
            Response::OffsetCommit(response) => response.partitions[0].2,
            other => panic!("{other:?}"),
        })
    }

    fn committed(&mut self) -> i64 {
        let partitions = Some(vec![(Text::from("t"), 0)]);
        let request = OffsetFetchRequest { group: GROUP.into(), partitions };
        let number = self.ask("c", Request::OffsetFetch(request));
        match self.answers.remove(&number) {
            Some(Response::OffsetFetch(response)) => {
                assert_eq!(response.error, ErrorCode::None);
                response.offsets[0].offset.0
            }
            other => panic!("{other:?}"),
        }
    }

    /// Lets virtual time pass, timer by timer.
    fn pass(&mut self, millis: u64) {
        let end = self.now + Duration::from_millis(millis);
        loop {
            let due = (0..self.timers.len()).min_by_key(|nth| (self.timers[*nth].0, *nth));
            let Some(nth) = due.filter(|nth| self.timers[*nth].0 <= end) else { break };
            let (at, timer) = self.timers.remove(nth);
            self.now = at;
            self.with_output(|coordinator, out| coordinator.timer(at, timer, out));
        }
        self.now = end;
    }

    fn group(&self) -> &Group {
        self.coordinator.group(GROUP).expect("the group is here")
    }

    fn state(&self) -> GroupState {
        self.group().state()
    }

    fn generation(&self) -> i32 {
        self.group().generation().0
    }

    fn has(&self, wanted: impl Fn(&Fact) -> bool) -> bool {
        self.facts.iter().any(wanted)
    }

    /// One member, alone and stable in generation 1.
    fn stable_alone(&mut self) -> Text {
        let id = self.member_id();
        let number = self.join(join_request(&id));
        self.pass(0);
        let response = self.joined(number).expect("the initial wait is over");
        assert_eq!((response.error, response.generation), (ErrorCode::None, Generation(1)));
        assert_eq!(response.leader, id);
        let number = self.sync_as(&id, 1, vec![(id.clone(), share_of(0))]);
        assert_eq!(self.synced(number).expect("stored").assignment, share_of(0));
        assert_eq!(self.state(), GroupState::Stable);
        id
    }

    /// Two members, stable in generation 2: the leader and the other.
    fn stable_pair(&mut self) -> (Text, Text) {
        let leader = self.stable_alone();
        let other = self.member_id();
        let theirs = self.join(join_request(&other));
        let mine = self.join(join_request(&leader));
        let response = self.joined(mine).expect("both are here");
        assert_eq!((&response.leader, response.members.len()), (&leader, 2));
        assert!(self.joined(theirs).expect("both are here").members.is_empty());
        let waiting = self.sync_as(&other, 2, Vec::new());
        assert!(self.synced(waiting).is_none());
        let shares = vec![(leader.clone(), share_of(0)), (other.clone(), share_of(1))];
        let number = self.sync_as(&leader, 2, shares);
        assert_eq!(self.synced(number).expect("stored").assignment, share_of(0));
        assert_eq!(self.answers.remove(&waiting).map(|_| ()), Some(()));
        (leader, other)
    }
}
