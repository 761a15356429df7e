## Faults of kinds of sessions

fault-rule_malformed = Cette règle est illisible. Choisissez comment la session se répète et quand elle prend fin.
fault-never_takes_place = Avec ces réglages, la session n’a jamais lieu. Choisissez d’autres jours ou une fin plus tardive.
fault-too_far = La dernière séance doit avoir lieu d’ici { $years } ans.
fault-overlaps = Cet horaire chevauche une autre séance de cette session. Choisissez-en un autre.
fault-no_occurrence = Cette séance est passée ou a été annulée. Rechargez la page.
fault-never_open = La session n’est ouverte aucun de ces jours. Choisissez d’autres jours.
