# console
console-option-absent = { $option } est une option de Kafka que ce laboratoire n’a pas.
