# Ce que disent les commandes.

## Le fil du moteur et ses fichiers

engine-stopped = Brokerscope a rencontré une erreur interne et ne simule plus. N’écrasez pas votre travail ; fermez la fenêtre et rouvrez-la.
file-not-read = Impossible de lire { $path } : { $reason }
file-not-written = Impossible d’écrire { $path } : { $reason }

## La fenêtre

no-window-built = Cette version de Brokerscope n’a pas de fenêtre. Essayez : brokerscope run FICHIER
no-display = Aucun écran pour ouvrir une fenêtre (ni DISPLAY ni WAYLAND_DISPLAY n’est défini). Lancez Brokerscope depuis une session de bureau, ou rejouez sans fenêtre : brokerscope run FICHIER
display-silent = L’écran que désigne DISPLAY ou WAYLAND_DISPLAY ne répond pas. Vérifiez cette variable, ou rejouez sans fenêtre : brokerscope run FICHIER
window-failed = Impossible d’ouvrir la fenêtre : { $reason }
window-packages = Sous Debian ou Ubuntu, il lui faut ces paquets : { $packages }
settings-damaged = Le fichier de réglages était abîmé ; Brokerscope repart avec ses valeurs par défaut.

## check, run, shot

file-is-good = { $path } : correct
cluster-not-booted = Le cluster de ce scénario ne démarre pas : { $reason }
nothing-called = Rien ici ne s’appelle { $name }.
run-broken-off = L’exécution a été interrompue après { $events } évènements : c’est trop pour une leçon.
verdict-holds = expect { $number } : vérifié ({ $at })
verdict-fails = expect { $number } : échoue ({ $at }) ; attendu (maintenant) :
verdict-never-reached = expect { $number } : jamais atteint, l’exécution s’est arrêtée à { $at } ; attendu (maintenant) :
