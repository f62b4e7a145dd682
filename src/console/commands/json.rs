//! The JSON files of Kafka's tools: partitions to elect, to move, to delete records of.
//!
//! Mirrors `org.apache.kafka.server.util.json`. A file comes from a person: sizes are
//! bounded by the console's, and nothing is taken for granted.

use super::support::{Partition, join, name_of};
use crate::base::{BrokerId, Text};
use serde_json::Value;

/// The value a text stands for, if it is JSON.
pub(super) fn parse(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// A field that must be there.
fn field<'a>(object: &'a Value, name: &str) -> Result<&'a Value, String> {
    object.get(name).ok_or_else(|| format!("No such field exists: `{name}`"))
}

fn text(object: &Value, name: &str) -> Result<Text, String> {
    let value = field(object, name)?;
    value.as_str().map(Text::from).ok_or_else(|| format!("Expected `String` value, received {value}"))
}

fn int(value: &Value) -> Result<i32, String> {
    let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
    number.ok_or_else(|| format!("Expected `Integer` value, received {value}"))
}

fn list(value: &Value) -> Result<&[Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| format!("Expected JSON array, received {value}"))
}

fn partition(object: &Value) -> Result<Partition, String> {
    Ok((text(object, "topic")?, int(field(object, "partition")?)?))
}

/// `version`, 1 when it is not said; others are not known.
fn check_version(object: &Value) -> Result<(), String> {
    match object.get("version").map_or(Ok(1), int)? {
        1 => Ok(()),
        other => Err(format!("Not supported version field value {other}")),
    }
}

/// Those that stand there more than once.
pub(super) fn duplicates<T: Clone + PartialEq>(items: &[T]) -> Vec<T> {
    let mut found: Vec<T> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if items[..index].contains(item) && !found.contains(item) {
            found.push(item.clone());
        }
    }
    found
}

/// `{"partitions":[{"topic":"t","partition":0}]}`.
pub(super) fn elections(value: &Value) -> Result<Vec<Partition>, String> {
    let partitions = value
        .get("partitions")
        .ok_or_else(|| "Replica election data is missing \"partitions\" field".to_owned())?;
    let all = list(partitions)?.iter().map(partition).collect::<Result<Vec<_>, _>>()?;
    let twice = duplicates(&all);
    if twice.is_empty() {
        return Ok(all);
    }
    let names = join(twice.iter().map(name_of), ", ");
    Err(format!("Replica election data contains duplicate partitions: [{names}]"))
}

/// `{"topics":[{"topic":"t"}],"version":1}`.
pub(super) fn topics(value: &Value) -> Result<Vec<Text>, String> {
    check_version(value)?;
    let Some(topics) = value.get("topics") else { return Ok(Vec::new()) };
    list(topics)?.iter().map(|topic| text(topic, "topic")).collect()
}

/// `{"version":1,"partitions":[{"topic":"t","partition":0,"replicas":[1,2]}]}`.
pub(super) fn assignments(value: &Value) -> Result<Vec<(Partition, Vec<BrokerId>)>, String> {
    check_version(value)?;
    let Some(partitions) = value.get("partitions") else { return Ok(Vec::new()) };
    let assignment = |object: &Value| {
        let partition = partition(object)?;
        let replicas = list(field(object, "replicas")?)?;
        let replicas: Vec<BrokerId> =
            replicas.iter().map(|id| int(id).map(BrokerId)).collect::<Result<_, _>>()?;
        if let Some(folders) = object.get("log_dirs") {
            let count = list(folders)?.len();
            if count != replicas.len() {
                return Err(format!(
                    "Size of replicas list [{}] is different from size of log dirs list {folders} for partition {}",
                    join(&replicas, ", "),
                    name_of(&partition)
                ));
            }
        }
        Ok((partition, replicas))
    };
    list(partitions)?.iter().map(assignment).collect()
}

/// `{"partitions":[{"topic":"t","partition":0,"offset":5}],"version":1}`.
pub(super) fn offsets(value: &Value) -> Result<Vec<(Partition, i64)>, String> {
    check_version(value)?;
    let partitions = value.get("partitions").ok_or_else(|| "Missing partitions field".to_owned())?;
    let offset = |object: &Value| {
        let offset = field(object, "offset")?;
        let number = offset.as_i64().ok_or_else(|| format!("Expected `Long` value, received {offset}"))?;
        Ok((partition(object)?, number))
    };
    list(partitions)?.iter().map(offset).collect()
}

/// `formatAsReassignmentJson`, partitions in order.
pub(super) fn reassignment(assignments: &[(Partition, Vec<BrokerId>)]) -> String {
    let mut sorted: Vec<_> = assignments.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let one = |((topic, number), replicas): &(Partition, Vec<BrokerId>)| {
        let folders = vec!["\"any\""; replicas.len()].join(",");
        let ids = join(replicas, ",");
        let topic = Value::from(&**topic);
        format!("{{\"topic\":{topic},\"partition\":{number},\"replicas\":[{ids}],\"log_dirs\":[{folders}]}}")
    };
    let all: Vec<String> = sorted.into_iter().map(one).collect();
    format!("{{\"version\":1,\"partitions\":[{}]}}", all.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_reads_back_as_it_was_written() {
        let plan =
            vec![(("t\"é".into(), 1), vec![BrokerId(2), BrokerId(1)]), (("a".into(), 0), vec![BrokerId(3)])];
        let text = reassignment(&plan);
        assert!(text.starts_with("{\"version\":1,\"partitions\":[{\"topic\":\"a\",\"partition\":0,\"replicas\":[3],\"log_dirs\":[\"any\"]},"));
        let read = assignments(&parse(&text).unwrap()).unwrap();
        assert_eq!(read, [plan[1].clone(), plan[0].clone()]);
    }

    #[test]
    fn nonsense_is_refused() {
        let read = |text: &str| assignments(&parse(text).unwrap());
        assert_eq!(read("{}"), Ok(vec![]));
        assert!(read("{\"version\":2}").is_err_and(|why| why.contains("Not supported version")));
        assert!(read("{\"partitions\":[{\"topic\":1}]}").is_err());
        assert!(
            read("{\"partitions\":[{\"topic\":\"t\",\"partition\":99999999999,\"replicas\":[]}]}").is_err()
        );
        let uneven =
            "{\"partitions\":[{\"topic\":\"t\",\"partition\":0,\"replicas\":[1,2],\"log_dirs\":[\"any\"]}]}";
        assert!(read(uneven).is_err_and(|why| why.starts_with("Size of replicas list [1, 2] is different")));
        assert!(elections(&parse("[]").unwrap()).is_err());
        let twice = "{\"partitions\":[{\"topic\":\"t\",\"partition\":0},{\"topic\":\"t\",\"partition\":0}]}";
        assert!(
            elections(&parse(twice).unwrap()).is_err_and(|why| why.contains("duplicate partitions: [t-0]"))
        );
        assert_eq!(parse("{\"a\":"), None);
    }
}
