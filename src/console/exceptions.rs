//! The Java class that Kafka's clients throw for an error code, as stack traces
//! and logs name it (`Errors.java`).

use crate::protocol::ErrorCode;

/// `org.apache.kafka.common.errors.TopicExistsException` and the like.
#[must_use]
pub fn exception_name(error: ErrorCode) -> String {
    use ErrorCode as E;
    let irregular = match error {
        E::UnknownServerError | E::None => "UnknownServerException",
        E::MessageTooLarge => "RecordTooLargeException",
        E::RequestTimedOut => "TimeoutException",
        E::StaleControllerEpoch => "ControllerMovedException",
        E::RecordListTooLarge => "RecordBatchTooLargeException",
        E::InvalidTopicException => "InvalidTopicException",
        E::TopicAlreadyExists => "TopicExistsException",
        E::InvalidConfig => "InvalidConfigurationException",
        E::OutOfOrderSequenceNumber => "OutOfOrderSequenceException",
        E::NonEmptyGroup => "GroupNotEmptyException",
        E::InvalidRequiredAcks => "InvalidRequiredAcksException",
        E::KafkaStorageError => "KafkaStorageException",
        E::CorruptMessage => "CorruptRecordException",
        _ => "",
    };
    if !irregular.is_empty() {
        return format!("org.apache.kafka.common.errors.{irregular}");
    }
    let mut name = String::from("org.apache.kafka.common.errors.");
    for word in error.name().split('_') {
        let mut letters = word.chars();
        name.extend(letters.next());
        name.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    }
    if !name.ends_with("Exception") {
        name.push_str("Exception");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_named_as_in_java() {
        let name = |error| exception_name(error).replace("org.apache.kafka.common.errors.", "");
        assert_eq!(name(ErrorCode::UnknownTopicOrPartition), "UnknownTopicOrPartitionException");
        assert_eq!(name(ErrorCode::NotEnoughReplicas), "NotEnoughReplicasException");
        assert_eq!(name(ErrorCode::KafkaStorageError), "KafkaStorageException");
        assert_eq!(name(ErrorCode::NetworkException), "NetworkException");
    }
}
