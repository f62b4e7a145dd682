# Ce qu’un exercice dit de lui-même.

## Les valeurs, comme on les dit

value-none = aucun
value-nobody = personne
value-yes = oui
value-no = non
value-broker = broker { $id }

## Ce qui n’est pas possible

looking-elsewhere = Vous regardez un autre moment : revenez d’abord.
not-an-answer = Ce n’est pas une réponse à cette étape.
only-a-teacher = Seul un enseignant passe une étape.
no-exercise = Ce scénario n’a pas d’exercice.
exercise-damaged = Ce fichier d’exercice est abîmé, a été modifié à la main, ou vient d’une autre version : impossible de le rejouer.
exercise-newer = Cet exercice a été enregistré par une version plus récente de Brokerscope.
exercise-set-aside = Le travail enregistré ne peut pas être rejoué. Il est gardé dans { $path }, et l’exercice recommence.
export-refused = Impossible d’en faire un fichier de scénario : { $reason }
export-nothing = Rien n’est ouvert.

## Ce qui manque quand on rend le travail

missing-answer = pas de réponse
missing-goal = but pas atteint
missing-rating = explication pas comparée au modèle
missing-skipped = étape passée

## D’un essai à l’autre

changed-none = rien n’a changé
changed-list = depuis le dernier essai : { $list }

## Les verdicts de l’histoire

verdict-lost = { $count ->
    [one] Un message pourtant acquitté à { $who } a disparu.
   *[other] { $count } messages pourtant acquittés à { $who } ont disparu.
 }
verdict-duplicated = { $count ->
    [one] Un message a été livré de nouveau au groupe { $who }.
   *[other] { $count } messages ont été livrés de nouveau au groupe { $who }.
 }
verdict-written-twice = { $count ->
    [one] Un message de { $who } est deux fois dans le journal.
   *[other] { $count } messages de { $who } sont deux fois dans le journal.
 }
verdict-skipped = { $count ->
    [one] Le groupe { $who } ne verra jamais un message : il a sauté par-dessus.
   *[other] Le groupe { $who } ne verra jamais { $count } messages : il a sauté par-dessus.
 }
verdict-out-of-order = { $count ->
    [one] Le groupe { $who } a reçu un message après un plus récent de la même clé.
   *[other] Le groupe { $who } a reçu { $count } messages après de plus récents de la même clé.
 }
verdict-commit-back = L’offset validé par le groupe { $who } pour { $partition } est revenu de { $from } à { $to }.
licence-unclean = permis par l’élection « unclean » de { $partition } à { $at }
licence-acks = permis par acks={ $acks } : le leader seul l’avait
licence-copies = permis : toutes les copies synchronisées de { $partition } ont perdu leur disque ou le courant à { $at }
licence-byte = permis par l’octet corrompu dans { $partition } à { $at }
licence-reset = permis par auto.offset.reset={ $policy }
licence-moved = voulu, à { $at } : les offsets du groupe ont été déplacés
licence-at-least-once = permis : sans transaction, Kafka livre au moins une fois

## Les croyances derrière les choix (numéros du cours)

belief-m01 = Lire un message l’enlève du topic.
belief-m02 = Chaque consommateur reçoit tous les messages, ou alors chaque message ne va qu’à un seul consommateur en tout.
belief-m03 = Le broker pousse les messages, et un consommateur lent freine le producteur.
belief-m04 = Un topic garde un ordre unique pour tous ses messages.
belief-m05 = Sans clé, les messages vont aux partitions à tour de rôle, un chacune.
belief-m06 = Une clé reste pour toujours sur la même partition.
belief-m07 = Ajouter des partitions répartit les messages déjà présents.
belief-m08 = Plus de consommateurs, c’est toujours plus de débit.
belief-m09 = Un consommateur sans partition ne sert à rien.
belief-m10 = Deux membres d’un groupe peuvent se partager une partition.
belief-m11 = Quand un broker tombe, ses données sont perdues.
belief-m12 = Kafka refait de lui-même, ailleurs, les copies qui manquent.
belief-m13 = Un broker qui revient redevient aussitôt leader.
belief-m14 = acks=all attend tous les réplicas.
belief-m15 = min.insync.replicas protège aussi acks=1.
belief-m16 = acks=1 est sûr, puisque le leader a écrit le message.
belief-m17 = acks=all veut dire que le message est sur le disque.
belief-m18 = Un message est lisible dès que le leader l’a reçu.
belief-m19 = Les followers se partagent la charge des clients : trois réplicas donnent trois fois plus de débit.
belief-m20 = On peut avoir plus de réplicas que de brokers, avec deux copies sur l’un d’eux.
belief-m21 = retention.ms est la durée de vie exacte d’un message.
belief-m21b = Le segment actif n’est jamais supprimé.
belief-m22 = Les messages pas encore lus sont à l’abri de la rétention.
belief-m23 = La rétention supprime les messages une fois qu’ils ont été lus.
belief-m24 = earliest veut dire que l’on relit tout à chaque démarrage.
belief-m25 = Un nouveau groupe voit ce qui a été écrit avant lui.
belief-m26 = L’offset validé est celui du dernier message lu.
belief-m27 = Validé automatiquement veut dire traité.
belief-m28 = Un rééquilibrage ne touche que le membre qui arrive ou qui part.
belief-m29 = Une panne est remarquée aussitôt.
belief-m30 = Un consommateur qui envoie ses heartbeats va bien.
belief-m31 = Un délai plus long règle toujours le problème.
belief-m32 = Un groupe lent retarde les autres groupes.
belief-m33 = Une élection « unclean » ne fait que rétablir le service.
belief-m34 = ZooKeeper garde les messages, ou les clients ont besoin de lui.
belief-m35 = Toutes les données passent par le contrôleur : sans lui, rien ne marche.
belief-m36 = Deux contrôleurs sur trois peuvent tomber, comme des brokers avec trois réplicas.
belief-m37 = Le broker de bootstrap.servers est celui qui reçoit les messages.
belief-m38 = Quand send() rend la main, le message est enregistré.
belief-m39 = Le disque rend Kafka lent, ou Kafka garde tout en mémoire.
belief-m40 = L’idempotence supprime tous les doublons.
belief-m41 = Exactly-once couvre aussi ma base de données.
belief-m42 = Les messages d’une transaction annulée sont effacés du journal.
belief-m43 = Les offsets n’ont pas de trous : leur différence compte les messages.
belief-m44 = Un topic compacté contient toujours un seul message par clé.
belief-m45 = La compaction renumérote les offsets, ou supprime une clé aussitôt.
belief-m46 = N’importe quel message peut aller dans un topic compacté.
belief-m47 = Kafka Streams tourne dans les brokers, ou possède sa propre base de données.
belief-m48 = Connect et Streams montent en charge au-delà du nombre de partitions, et un connecteur source n’envoie jamais deux fois.
belief-m49 = Un retard (lag) de 0 veut dire que tout a été traité.
belief-m50 = Les offsets validés vivent pour toujours.
folder-not-found = Le dossier { $path } n’existe pas. La clé USB est-elle branchée ? Choisissez un autre dossier.
