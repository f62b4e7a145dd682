# What the commands say.

## The engine's thread and its files

engine-stopped = Brokerscope met a fault of its own and stopped simulating. Save nothing over your work; close the window and open it again.
file-not-read = { $path } cannot be read: { $reason }
file-not-written = { $path } cannot be written: { $reason }
