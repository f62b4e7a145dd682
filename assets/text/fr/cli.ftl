# Ce que disent les commandes.

## Le fil du moteur et ses fichiers

engine-stopped = Brokerscope a rencontré une erreur interne et ne simule plus. N’écrasez pas votre travail ; fermez la fenêtre et rouvrez-la.
file-not-read = Impossible de lire { $path } : { $reason }
file-not-written = Impossible d’écrire { $path } : { $reason }
