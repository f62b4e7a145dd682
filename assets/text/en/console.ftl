# console
console-option-absent = { $option } is an option of Kafka that this lab does not have.
