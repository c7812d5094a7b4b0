-- What is searched for and has no place yet, beside what stands empty today and is for the target group: places of the
-- paragraph, dwellings that are let for it, and dwellings that are let for another paragraph.
WITH wanted AS (
    SELECT paragraph, target_group, count(*) AS number
    FROM searches
    WHERE choice IN ('open', 'asked', 'refused')
        OR (:searches = 'all' AND choice = 'bought_privately')
    GROUP BY paragraph, target_group
),
vacant AS (
    SELECT v.kind, v.paragraph, v.places, g.target_group
    FROM vacancies v
    JOIN vacancy_target_groups g ON g.id = v.id
    WHERE v.state = 'free'
)
SELECT
    w.paragraph,
    w.target_group,
    w.number AS searches,
    coalesce(sum(CASE WHEN v.kind = 'place' AND v.paragraph = w.paragraph THEN v.places END), 0) AS places,
    coalesce(sum(CASE WHEN v.kind = 'dwelling' AND v.paragraph = w.paragraph THEN v.places END), 0) AS dwellings,
    coalesce(sum(CASE WHEN v.kind = 'dwelling' AND v.paragraph <> w.paragraph THEN v.places END), 0) AS others
FROM wanted w
LEFT JOIN vacant v ON v.target_group = w.target_group
GROUP BY w.paragraph, w.target_group, w.number
ORDER BY w.number DESC, w.paragraph, w.target_group
