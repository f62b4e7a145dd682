//! `kafka-consumer-groups.sh --describe`: offsets and lag, members, state.
//!
//! The blank line before each table, and the widths, are those of Kafka 4.0.

use super::consumer_groups::{Done, describe_groups, print_error, wanted_groups};
use super::support::{Outcome, Partition, answered, columns, join, offsets};
use crate::base::{BrokerId, LeaderEpoch, Offset, Text};
use crate::console::options::Options;
use crate::console::servers::port;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{
    CommittedOffset, DescribedGroup, DescribedMember, FindCoordinatorRequest, OffsetFetchRequest, OffsetSpec,
};
use std::collections::BTreeMap;

/// What stands where there is nothing.
const MISSING: &str = "-";

pub(super) fn describe(options: &Options, talk: &mut Talk) -> Result<Done, Stop> {
    let mut names = match wanted_groups(options, talk)? {
        Ok(names) => names,
        Err(why) => return Ok(Err(why)),
    };
    names.sort();
    let mut groups = Vec::with_capacity(names.len());
    for (_, outcome) in describe_groups(talk, &names)? {
        match outcome {
            Ok(group) => groups.push(group),
            // As in Kafka, one that can't be told ends the command.
            Err(failure) => return Ok(Err(failure.text())),
        }
    }
    let verbose = options.has("verbose");
    for group in &groups {
        let done = if options.has("members") {
            print_members(group, verbose, talk);
            Ok(())
        } else if options.has("state") {
            print_state(group, verbose, talk)?
        } else {
            print_offsets(group, verbose, talk)?
        };
        if done.is_err() {
            return Ok(done);
        }
    }
    Ok(Ok(()))
}

/// `shouldPrintMemberState`: what is to be said of the group's state. False when
/// there is nothing to print after it.
fn print_notice(group: &DescribedGroup, rows: usize, talk: &mut Talk) -> bool {
    let name = &group.group;
    match &*group.state {
        "Dead" => print_error(talk, &format!("Consumer group '{name}' does not exist.")),
        "Empty" => talk.err(format!("\nConsumer group '{name}' has no active members.")),
        "PreparingRebalance" | "CompletingRebalance" => {
            talk.err(format!("\nWarning: Consumer group '{name}' is rebalancing."));
        }
        _ => {}
    }
    &*group.state != "Dead" && rows > 0
}

/// One line of the table of offsets.
struct Row {
    partition: Partition,
    committed: Option<(Offset, LeaderEpoch)>,
    log_end: Option<Offset>,
    member: Option<DescribedMember>,
}

/// What a group has committed.
pub(super) fn committed_offsets(
    talk: &mut Talk,
    group: &Text,
) -> Result<Outcome<BTreeMap<Partition, CommittedOffset>>, Stop> {
    let request = OffsetFetchRequest { group: group.clone(), partitions: None };
    let answer = talk.ask(To::Coordinator(group.clone()), request)?;
    Ok(answered(answer, "listConsumerGroupOffsets").map(|answer| {
        let kept = answer.offsets.into_iter().filter(|at| at.offset != Offset::UNKNOWN);
        kept.map(|at| ((at.topic.clone(), at.partition), at)).collect()
    }))
}

fn print_offsets(group: &DescribedGroup, verbose: bool, talk: &mut Talk) -> Result<Done, Stop> {
    let committed = match committed_offsets(talk, &group.group)? {
        Ok(committed) => committed,
        Err(failure) => return Ok(Err(failure.in_execution())),
    };
    let mut members: Vec<&DescribedMember> =
        group.members.iter().filter(|member| !member.assignment.partitions.is_empty()).collect();
    // Those with most partitions first.
    members.sort_by_key(|member| std::cmp::Reverse(member.assignment.partitions.len()));
    let mut whose: Vec<(Partition, Option<&DescribedMember>)> = Vec::new();
    for member in members {
        let mut partitions = member.assignment.partitions.clone();
        partitions.sort_by_key(|partition| partition.1);
        whose.extend(partitions.into_iter().map(|partition| (partition, Some(member))));
    }
    let assigned: Vec<Partition> = whose.iter().map(|(partition, _)| partition.clone()).collect();
    let mut others: Vec<&Partition> =
        committed.keys().filter(|partition| !assigned.contains(partition)).collect();
    others.sort_by_key(|partition| partition.1);
    whose.extend(others.into_iter().map(|partition| (partition.clone(), None)));
    let partitions: Vec<Partition> = whose.iter().map(|(partition, _)| partition.clone()).collect();
    let ends = match offsets(talk, &partitions, OffsetSpec::Latest)? {
        Ok(ends) => ends,
        Err(failure) => return Ok(Err(failure.in_execution())),
    };
    let rows: Vec<Row> = whose
        .into_iter()
        .map(|(partition, member)| Row {
            committed: committed.get(&partition).map(|at| (at.offset, at.leader_epoch)),
            log_end: ends.get(&partition).copied(),
            member: member.cloned(),
            partition,
        })
        .collect();
    if print_notice(group, rows.len(), talk) {
        offsets_table(&group.group, &rows, verbose, talk);
    }
    Ok(Ok(()))
}

fn offsets_table(group: &Text, rows: &[Row], verbose: bool, talk: &mut Talk) {
    let text = |value: Option<String>| value.unwrap_or_else(|| MISSING.to_owned());
    let cells = |row: &Row| -> Vec<String> {
        let (offset, epoch) = row.committed.unzip();
        let lag = offset.zip(row.log_end).map(|(offset, end)| (end.0 - offset.0).to_string());
        let member =
            |part: fn(&DescribedMember) -> &Text| row.member.as_ref().map(|one| part(one).to_string());
        let mut cells = vec![group.to_string(), row.partition.0.to_string(), row.partition.1.to_string()];
        if verbose {
            let epoch = epoch.filter(|epoch| *epoch != LeaderEpoch::UNKNOWN);
            cells.push(text(epoch.map(|epoch| epoch.to_string())));
        }
        cells.push(text(offset.map(|offset| offset.to_string())));
        cells.push(text(row.log_end.map(|end| end.to_string())));
        cells.push(text(lag));
        cells.push(text(member(|one| &one.member)));
        cells.push(text(member(|one| &one.host)));
        cells.push(text(member(|one| &one.client_id)));
        cells
    };
    let mut header = vec!["GROUP", "TOPIC", "PARTITION"];
    header.extend(verbose.then_some("LEADER-EPOCH"));
    header.extend(["CURRENT-OFFSET", "LOG-END-OFFSET", "LAG", "CONSUMER-ID", "HOST", "CLIENT-ID"]);
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let longest = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0).max(15);
    let count = header.len();
    let mut widths = vec![15; count];
    widths[2] = 10;
    for column in [0, 1, count - 3, count - 2] {
        widths[column] = longest(column);
    }
    // The last column is as wide as it is.
    widths[count - 1] = 0;
    talk.out("");
    talk.out(columns(&header, &widths));
    for row in &rows {
        talk.out(columns(&row.iter().map(String::as_str).collect::<Vec<_>>(), &widths));
    }
}

/// `orders:0,1;pays:2`.
fn assignment(member: &DescribedMember) -> String {
    if member.assignment.partitions.is_empty() {
        return MISSING.to_owned();
    }
    let mut by_topic: BTreeMap<&Text, Vec<String>> = BTreeMap::new();
    for (topic, number) in &member.assignment.partitions {
        by_topic.entry(topic).or_default().push(number.to_string());
    }
    let topics = by_topic.into_iter().map(|(topic, mut numbers)| {
        numbers.sort();
        format!("{topic}:{}", numbers.join(","))
    });
    join(topics, ";")
}

fn print_members(group: &DescribedGroup, verbose: bool, talk: &mut Talk) {
    let members = &group.members;
    let is_worth_widths = print_notice(group, members.len(), talk);
    let longest = |part: &dyn Fn(&DescribedMember) -> usize, least: usize| {
        let all = members.iter().filter(|_| is_worth_widths).map(part);
        all.max().unwrap_or(0).max(least)
    };
    let with_instance = members.iter().any(|member| member.instance.is_some());
    let mut widths = vec![longest(&|_| group.group.len(), 15), longest(&|one| one.member.len(), 15)];
    let mut header = vec!["GROUP", "CONSUMER-ID"];
    if with_instance {
        header.push("GROUP-INSTANCE-ID");
        widths.push(longest(&|one| one.instance.as_ref().map_or(0, |id| id.len()), 17));
    }
    header.extend(["HOST", "CLIENT-ID", "#PARTITIONS"]);
    widths.extend([longest(&|one| one.host.len(), 15), longest(&|one| one.client_id.len(), 15), 15]);
    // Kafka ends the first part with a blank.
    let row = |cells: &[&str], more: &str| format!("{} {more}", columns(cells, &widths));
    let current = longest(&|one| assignment(one).len(), 20);
    let verbose_part = |epoch: &str, now: &str, target_epoch: &str, target: &str| {
        columns(&[epoch, now, target_epoch, target], &[15, current, 15, 20])
    };
    let more = if verbose {
        verbose_part("CURRENT-EPOCH", "CURRENT-ASSIGNMENT", "TARGET-EPOCH", "TARGET-ASSIGNMENT")
    } else {
        String::new()
    };
    talk.out("");
    talk.out(row(&header, &more));
    for member in members {
        let count = member.assignment.partitions.len().to_string();
        let instance = member.instance.as_ref().map_or("", |id| id);
        let mut cells = vec![&*group.group, &*member.member];
        cells.extend(with_instance.then_some(instance));
        cells.extend([&*member.host, &*member.client_id, &*count]);
        // Epochs and targets are those of KIP-848's groups.
        let more = if verbose {
            verbose_part(MISSING, &assignment(member), MISSING, MISSING)
        } else {
            String::new()
        };
        talk.out(row(&cells, &more));
    }
}

fn print_state(group: &DescribedGroup, verbose: bool, talk: &mut Talk) -> Result<Done, Stop> {
    let request = FindCoordinatorRequest { group: group.group.clone() };
    let coordinator = match answered(talk.ask(To::Any, request)?, "findCoordinator") {
        Ok(answer) => answer.coordinator,
        Err(failure) => return Ok(Err(failure.text())),
    };
    if !print_notice(group, 1, talk) {
        return Ok(Ok(()));
    }
    let coordinator = coordinator_name(coordinator);
    let strategy = if group.protocol.is_empty() { MISSING } else { &group.protocol };
    let members = group.members.len().to_string();
    let (name_width, node_width) = (group.group.len().max(15), coordinator.len().max(25));
    talk.out("");
    if verbose {
        let widths = [name_width, node_width, 20, 20, 15, 25, 0];
        let header = [
            "GROUP",
            "COORDINATOR (ID)",
            "ASSIGNMENT-STRATEGY",
            "STATE",
            "GROUP-EPOCH",
            "TARGET-ASSIGNMENT-EPOCH",
            "#MEMBERS",
        ];
        talk.out(columns(&header, &widths));
        let row = [&*group.group, &*coordinator, strategy, &*group.state, MISSING, MISSING, &*members];
        talk.out(columns(&row, &widths));
    } else {
        let widths = [name_width, node_width, 20, 20, 0];
        talk.out(columns(
            &["GROUP", "COORDINATOR (ID)", "ASSIGNMENT-STRATEGY", "STATE", "#MEMBERS"],
            &widths,
        ));
        let row = [&*group.group, &*coordinator, strategy, &*group.state, &*members];
        talk.out(columns(&row, &widths));
    }
    Ok(Ok(()))
}

fn coordinator_name(broker: BrokerId) -> String {
    format!("localhost:{}  ({broker})", port(broker))
}
