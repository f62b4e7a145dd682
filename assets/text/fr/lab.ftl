# Ce qu’une séance dit d’elle-même.
semantics-label = Kafka 4 · KRaft · groupes classiques
no-such-scenario = La bibliothèque n’a pas de scénario de ce nom.
branch-first = la première exécution
branch-number = branche { $number }
boot-topic-refused = Kafka refuse de créer le topic { $topic } : { $error }. Corrigez le topic dans le fichier, ou donnez au cluster ce qu’il demande.
boot-not-ready = Le cluster n’a pas été prêt à temps : { $what }. Vérifiez qu’assez de brokers tournent au départ.
saved-session-damaged = Cette séance enregistrée est abîmée, ou vient d’une autre version : impossible de la rejouer.
saved-session-newer = Cette séance a été enregistrée par une version plus récente de Brokerscope.
