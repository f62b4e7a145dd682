//! `kafka-broker-api-versions.sh` (`org.apache.kafka.tools.BrokerApiVersionsCommand` of
//! 4.0): what each broker answers, beside what Kafka's client of that version asks.
//!
//! The client's table is Kafka's; what a broker says comes from the broker. An API that
//! only Kafka's brokers have reads `UNSUPPORTED`.

use super::Tool;
use super::support::{answered, node};
use crate::base::Duration;
use crate::console::options::{Opt, Options};
use crate::console::shell::CommandLine;
use crate::console::talk::{Stop, Talk, To};
use crate::protocol::{ApiVersion, ApiVersionsRequest, DescribeClusterRequest};
use std::collections::BTreeMap;

/// The tool.
pub(super) const TOOL: Tool = Tool { name: "kafka-broker-api-versions", plan, options: OPTIONS };

const ABOUT: &str = "This tool helps to retrieve broker version information.";

const OPTIONS: &[Opt] = &[
    Opt::one(
        "bootstrap-server",
        "String: server(s) to use for bootstrapping",
        "REQUIRED: The server to connect to.",
    ),
    Opt::one(
        "command-config",
        "String: command config property file",
        "A property file containing configs to be passed to Admin Client.",
    )
    .absent(),
    Opt::flag("help", "Print usage information."),
    Opt::flag("version", "Display Kafka version."),
];

/// Kafka's client APIs: key, name, lowest and highest version (`ApiKeys.clientApis`).
const CLIENT_APIS: &[(i16, &str, i16, i16)] = &[
    (0, "Produce", 3, 13),
    (1, "Fetch", 4, 17),
    (2, "ListOffsets", 1, 10),
    (3, "Metadata", 0, 13),
    (8, "OffsetCommit", 2, 9),
    (9, "OffsetFetch", 1, 9),
    (10, "FindCoordinator", 0, 6),
    (11, "JoinGroup", 2, 9),
    (12, "Heartbeat", 0, 4),
    (13, "LeaveGroup", 0, 5),
    (14, "SyncGroup", 0, 5),
    (15, "DescribeGroups", 0, 6),
    (16, "ListGroups", 0, 5),
    (17, "SaslHandshake", 0, 1),
    (18, "ApiVersions", 0, 4),
    (19, "CreateTopics", 2, 7),
    (20, "DeleteTopics", 1, 6),
    (21, "DeleteRecords", 0, 2),
    (22, "InitProducerId", 0, 5),
    (23, "OffsetForLeaderEpoch", 2, 4),
    (24, "AddPartitionsToTxn", 0, 5),
    (25, "AddOffsetsToTxn", 0, 4),
    (26, "EndTxn", 0, 5),
    (27, "WriteTxnMarkers", 1, 1),
    (28, "TxnOffsetCommit", 0, 5),
    (29, "DescribeAcls", 1, 3),
    (30, "CreateAcls", 1, 3),
    (31, "DeleteAcls", 1, 3),
    (32, "DescribeConfigs", 1, 4),
    (33, "AlterConfigs", 0, 2),
    (34, "AlterReplicaLogDirs", 1, 2),
    (35, "DescribeLogDirs", 1, 4),
    (36, "SaslAuthenticate", 0, 2),
    (37, "CreatePartitions", 0, 3),
    (38, "CreateDelegationToken", 1, 3),
    (39, "RenewDelegationToken", 1, 2),
    (40, "ExpireDelegationToken", 1, 2),
    (41, "DescribeDelegationToken", 1, 3),
    (42, "DeleteGroups", 0, 2),
    (43, "ElectLeaders", 0, 2),
    (44, "IncrementalAlterConfigs", 0, 1),
    (45, "AlterPartitionReassignments", 0, 0),
    (46, "ListPartitionReassignments", 0, 0),
    (47, "OffsetDelete", 0, 0),
    (48, "DescribeClientQuotas", 0, 1),
    (49, "AlterClientQuotas", 0, 1),
    (50, "DescribeUserScramCredentials", 0, 0),
    (51, "AlterUserScramCredentials", 0, 0),
    (55, "DescribeQuorum", 0, 2),
    (57, "UpdateFeatures", 0, 2),
    (60, "DescribeCluster", 0, 2),
    (61, "DescribeProducers", 0, 0),
    (64, "UnregisterBroker", 0, 0),
    (65, "DescribeTransactions", 0, 0),
    (66, "ListTransactions", 0, 1),
    (68, "ConsumerGroupHeartbeat", 0, 1),
    (69, "ConsumerGroupDescribe", 0, 1),
    (71, "GetTelemetrySubscriptions", 0, 0),
    (72, "PushTelemetry", 0, 0),
    (74, "ListClientMetricsResources", 0, 0),
    (75, "DescribeTopicPartitions", 0, 0),
    (76, "ShareGroupHeartbeat", 0, 0),
    (77, "ShareGroupDescribe", 0, 0),
    (78, "ShareFetch", 0, 0),
    (79, "ShareAcknowledge", 0, 0),
    (80, "AddRaftVoter", 0, 0),
    (81, "RemoveRaftVoter", 0, 0),
    (83, "InitializeShareGroupState", 0, 0),
    (84, "ReadShareGroupState", 0, 0),
    (85, "WriteShareGroupState", 0, 0),
    (86, "DeleteShareGroupState", 0, 0),
    (87, "ReadShareGroupStateSummary", 0, 0),
];

fn plan(line: &CommandLine, talk: &mut Talk) -> Result<(), Stop> {
    let options = Options::parse(line, ABOUT, OPTIONS, talk)?;
    options.bootstrap(talk)?;
    let answer = talk.ask(To::Any, DescribeClusterRequest { include_fenced_brokers: false })?;
    let cluster = match answered(answer, "listNodes") {
        Ok(cluster) => cluster,
        Err(failure) => {
            talk.err(failure.message);
            return Err(Stop::Exit(1));
        }
    };
    // `request.timeout.ms` of this tool.
    talk.set_timeout(Duration::from_secs(5));
    let asked =
        cluster.brokers.iter().map(|broker| (To::Broker(broker.broker), ApiVersionsRequest {})).collect();
    for (broker, answer) in cluster.brokers.iter().zip(talk.ask_all(asked)?) {
        let name = node(broker.broker, broker.rack.as_ref(), broker.is_fenced);
        match answered(answer, "ApiVersions") {
            Ok(answer) => {
                talk.out(format!("{name} -> ("));
                let lines = table(&answer.apis);
                for (index, line) in lines.iter().enumerate() {
                    let comma = if index + 1 < lines.len() { "," } else { "" };
                    talk.out(format!("\t{line}{comma}"));
                }
                talk.out(")");
            }
            Err(failure) => talk.out(format!("{name} -> ERROR: {}", failure.text())),
        }
    }
    Ok(())
}

/// `NodeApiVersions.toString`, by key.
fn table(apis: &[ApiVersion]) -> Vec<String> {
    let mut lines: BTreeMap<i16, String> =
        CLIENT_APIS.iter().map(|(key, name, ..)| (*key, format!("{name}({key}): UNSUPPORTED"))).collect();
    for api in apis {
        let versions =
            if api.min == api.max { api.min.to_string() } else { format!("{} to {}", api.min, api.max) };
        let line = match CLIENT_APIS.iter().find(|(key, ..)| *key == api.key) {
            None => format!("UNKNOWN({}): {versions}", api.key),
            Some((key, name, oldest, latest)) => {
                let usable = if *latest < api.min {
                    "unusable: node too new".to_owned()
                } else if api.max < *oldest {
                    "unusable: node too old".to_owned()
                } else {
                    format!("usable: {}", api.max.min(*latest))
                };
                format!("{name}({key}): {versions} [{usable}]")
            }
        };
        lines.insert(api.key, line);
    }
    lines.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_meet_or_they_do_not() {
        let api = |key, min, max| ApiVersion { key, min, max };
        let lines = table(&[api(0, 14, 15), api(1, 0, 3), api(2, 1, 99), api(45, 0, 0), api(999, 0, 1)]);
        assert_eq!(lines[0], "Produce(0): 14 to 15 [unusable: node too new]");
        assert_eq!(lines[1], "Fetch(1): 0 to 3 [unusable: node too old]");
        assert_eq!(lines[2], "ListOffsets(2): 1 to 99 [usable: 10]");
        assert!(lines.contains(&"AlterPartitionReassignments(45): 0 [usable: 0]".to_owned()));
        assert!(lines.contains(&"ListPartitionReassignments(46): UNSUPPORTED".to_owned()));
        assert_eq!(lines.last().map(String::as_str), Some("UNKNOWN(999): 0 to 1"));
        assert!(CLIENT_APIS.is_sorted());
    }
}
