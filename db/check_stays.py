"""Where stays, their segments and the nights of places do not agree: rules of the examination in db.check."""

KINDS = ("nights_unlike_segments", "segments_apart", "stay_without_days", "place_of_nobody", "stay_end_unlike")

RULES = {
    # A segment with a place has one row for every night, and one where its stay comes and leaves on the same day.
    "nights_unlike_segments": """SELECT g.stay_segment_id, g.stay_id FROM stay_segment g LEFT JOIN (
            SELECT stay_segment_id, count(*) AS n, min(night) AS first, max(night) AS last,
                min(stay_place_id) AS place, max(stay_place_id) AS other FROM stay_night GROUP BY stay_segment_id
        ) AS k ON k.stay_segment_id = g.stay_segment_id
        WHERE CASE WHEN g.stay_place_id IS NULL OR g.day_only = 1 THEN k.n IS NOT NULL
            ELSE coalesce(k.n, 0) <> max(CAST(julianday(g.to_on) - julianday(g.from_on) AS INTEGER), 1)
                OR k.place <> g.stay_place_id OR k.other <> g.stay_place_id OR k.first <> g.from_on
                OR k.last <> max(date(g.to_on, '-1 day'), g.from_on) END""",
    # The segments of a stay meet: what one leaves, the next begins on the same day.
    "segments_apart": """SELECT DISTINCT stay_id FROM (SELECT stay_id, to_on, lead(from_on) OVER (
            PARTITION BY stay_id ORDER BY from_on, to_on, stay_segment_id) AS next FROM stay_segment) AS g
        WHERE next IS NOT NULL AND next <> to_on""",
    "stay_without_days": """SELECT s.stay_id, s.state FROM stay s WHERE s.state IN ('planned', 'in', 'discharged')
        AND NOT EXISTS (SELECT 1 FROM stay_segment g WHERE g.stay_id = s.stay_id)""",
    "place_of_nobody": """SELECT DISTINCT s.stay_id, s.state FROM stay s JOIN stay_segment g ON g.stay_id = s.stay_id
        WHERE s.state NOT IN ('planned', 'in', 'discharged') AND g.stay_place_id IS NOT NULL""",
    # Day rehab is closed on its last day, or the day after, with which its segment ends.
    "stay_end_unlike": """SELECT s.stay_id FROM stay s JOIN stay_segment g ON g.stay_id = s.stay_id
        WHERE s.state = 'discharged' GROUP BY s.stay_id HAVING max(g.to_on) <> s.closed_on
            AND NOT (s.form = 'day' AND max(g.to_on) = date(s.closed_on, '+1 day'))""",
}
