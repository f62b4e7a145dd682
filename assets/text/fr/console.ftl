# console
console-option-absent = { $option } est une option de Kafka que ce laboratoire n’a pas.
console-tool-absent = { $tool } est un outil de Kafka que ce laboratoire n’a pas.
