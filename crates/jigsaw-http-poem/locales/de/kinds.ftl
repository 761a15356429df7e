## Faults of kinds of sessions

fault-rule_malformed = Diese Regel ist nicht lesbar. Wählen Sie, wie sich die Sitzung wiederholt und wann sie endet.
fault-never_takes_place = Mit diesen Angaben findet die Sitzung nie statt. Wählen Sie andere Tage oder ein späteres Ende.
fault-too_far = Der letzte Termin muss innerhalb von { $years } Jahren liegen.
fault-overlaps = Das überschneidet sich mit einem anderen Termin dieser Sitzung. Wählen Sie eine andere Zeit.
fault-no_occurrence = Dieser Termin ist vorbei oder wurde abgesagt. Laden Sie die Seite neu.
fault-never_open = An keinem dieser Tage ist die Sitzung geöffnet. Wählen Sie andere Tage.
