-- What is searched for and has no place yet, and the free places of the paragraph: those that are for
-- the target group, and those that would be if they were approved for one more.
WITH wanted AS (
    SELECT paragraph, target_group, count(*) AS number
    FROM searches
    WHERE choice IN ('open', 'asked', 'refused')
        OR (:searches = 'all' AND choice = 'bought_privately')
    GROUP BY paragraph, target_group
),
vacant AS (
    SELECT id, offer_id, paragraph, places
    FROM vacancies
    WHERE kind = 'place' AND state = 'free'
),
judged AS (
    SELECT w.paragraph, w.target_group, v.offer_id, v.places,
        EXISTS (
            SELECT 1 FROM vacancy_target_groups g
            WHERE g.id = v.id AND g.target_group = w.target_group
        ) AS fits
    FROM wanted w
    JOIN vacant v ON v.paragraph = w.paragraph
)
SELECT
    w.paragraph,
    w.target_group,
    w.number AS searches,
    coalesce(sum(CASE WHEN j.fits = 1 THEN j.places END), 0) AS fitting,
    coalesce(sum(CASE WHEN j.fits = 0 THEN j.places END), 0) AS more,
    count(DISTINCT CASE WHEN j.fits = 0 THEN j.offer_id END) AS offers
FROM wanted w
LEFT JOIN judged j ON j.paragraph = w.paragraph AND j.target_group = w.target_group
GROUP BY w.paragraph, w.target_group, w.number
ORDER BY w.number DESC, w.paragraph, w.target_group
