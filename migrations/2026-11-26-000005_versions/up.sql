-- Each data version: when it was made, by whom, and by what kind of change. "As of a day" is the
-- newest of them whose moment is before the end of the day.
CREATE TABLE versions (
    number BIGINT NOT NULL PRIMARY KEY,
    moment TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL
);

-- What an older database knows of its versions. Each number is in one of these tables only; if not,
-- that is for the check to tell and no reason to stop here.
INSERT INTO versions (number, moment, who, what)
SELECT number, MIN(moment), MIN(who), MIN(what) FROM (
    SELECT number, uploaded_at AS moment, uploaded_by AS who, 'upload' AS what
    FROM batches
    UNION ALL
    SELECT withdrawn_number, withdrawn_at, withdrawn_by, 'withdrawal'
    FROM batches WHERE withdrawn_number IS NOT NULL
    UNION ALL
    SELECT version, done_at, done_by, 'follow_up'
    FROM tariff_case_events
    UNION ALL
    SELECT version, added_at, added_by, 'meeting'
    FROM steering_meetings
    UNION ALL
    SELECT cancelled_version, cancelled_at, cancelled_by, 'meeting_cancelled'
    FROM steering_meetings WHERE cancelled_version IS NOT NULL
    UNION ALL
    -- A limit has no moment of its own, but the log has: the first value of a key that somebody
    -- added is the first entry about that key, and so on.
    SELECT limits.version, entries.at, entries.who, 'limit'
    FROM (
        SELECT p.version, p.key, (
            SELECT COUNT(*) FROM parameters q
            WHERE q.key = p.key AND q.version > 0 AND q.version <= p.version
        ) AS place
        FROM parameters p WHERE p.version > 0
    ) AS limits
    JOIN (
        SELECT l.at, l.who, l.object, (
            SELECT COUNT(*) FROM log_entries m
            WHERE m.action = 'changed_setting' AND m.object = l.object AND m.number <= l.number
        ) AS place
        FROM log_entries l WHERE l.action = 'changed_setting'
    ) AS entries ON entries.object = limits.key AND entries.place = limits.place
) AS known
GROUP BY number;

-- Of any other version nothing is known but its place: it gets the moment of the one before it.
INSERT INTO versions (number, moment, who, what)
WITH RECURSIVE numbers (number) AS (
    SELECT CAST(1 AS BIGINT) FROM data_version WHERE version > 0
    UNION ALL
    SELECT numbers.number + 1 FROM numbers, data_version WHERE numbers.number < data_version.version
)
SELECT numbers.number, COALESCE(
    (SELECT v.moment FROM versions v WHERE v.number < numbers.number ORDER BY v.number DESC LIMIT 1),
    (SELECT v.moment FROM versions v WHERE v.number > numbers.number ORDER BY v.number LIMIT 1),
    '1970-01-01T00:00:00Z'
), '', 'unknown'
FROM numbers
WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.number = numbers.number);
