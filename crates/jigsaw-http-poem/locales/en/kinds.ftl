## Faults of kinds of sessions

fault-rule_malformed = This rule cannot be read. Choose how the session repeats, and when it stops.
fault-never_takes_place = With these settings the session never takes place. Choose other days or a later end.
fault-too_far = The last time has to be within { $years } years.
fault-overlaps = This overlaps another time of this session. Choose another one.
fault-no_occurrence = This time of the session is over or was called off. Reload the page.
fault-never_open = On none of these days is the session open. Choose other days.
