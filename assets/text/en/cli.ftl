# What the commands say.

## The engine's thread and its files

engine-stopped = Brokerscope met a fault of its own and stopped simulating. Save nothing over your work; close the window and open it again.
file-not-read = { $path } cannot be read: { $reason }
file-not-written = { $path } cannot be written: { $reason }

## The window

no-window-built = This build of Brokerscope has no window. Try: brokerscope run FILE
no-display = There is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). Start Brokerscope from a desktop session, or replay without a window: brokerscope run FILE
display-silent = The screen that DISPLAY or WAYLAND_DISPLAY names does not answer. Check the variable, or replay without a window: brokerscope run FILE
window-failed = The window cannot be opened: { $reason }
window-packages = On Debian or Ubuntu it needs these packages: { $packages }
settings-damaged = The settings file was damaged; Brokerscope starts with its defaults.

## check, run, shot

file-is-good = { $path }: good
cluster-not-booted = The cluster of this scenario does not start: { $reason }
nothing-called = Nothing here is called { $name }.
run-broken-off = The run was broken off after { $events } events: that is too many for a lesson.
verdict-holds = expect { $number }: holds ({ $at })
verdict-fails = expect { $number }: fails ({ $at }); expected (now):
verdict-never-reached = expect { $number }: never reached: the run ended at { $at }; expected (now):
