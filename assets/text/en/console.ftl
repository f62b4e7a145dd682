# console
console-option-absent = { $option } is an option of Kafka that this lab does not have.
console-tool-absent = { $tool } is a tool of Kafka that this lab does not have.
