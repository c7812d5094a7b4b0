-- The shares of stays, of municipalities with their sum or of offers. Sums are the view's own: what is masked is
-- in none of them, and nothing is added up here.
SELECT
    CASE WHEN r.offer_id <> 'total' THEN r.offer WHEN a.name IS NULL THEN 'I alt' ELSE a.name END AS place,
    r.municipality,
    r.quarter,
    r.masked,
    r.stays,
    mul_div(r.with_goals, 10000, r.stays) AS with_goals_pct,
    mul_div(r.evaluated, 10000, r.evaluated_of) AS evaluated_pct,
    mul_div(r.met, 10000, r.met_of) AS met_pct,
    r.left_out
FROM results r
LEFT JOIN areas a ON a.code = r.municipality
WHERE r.year = :year
    AND (:level = 'municipality' AND r.offer_id = 'total' OR :level = 'offer' AND r.offer_id <> 'total')
    AND (
        :quarter = 'all'
        OR r.quarter = :year || :quarter
        OR :quarter = 'newest' AND r.quarter = (
            SELECT n.quarter FROM results n WHERE n.year = :year ORDER BY n.quarter DESC LIMIT 1
        )
    )
ORDER BY a.position IS NULL, a.position, r.offer, r.offer_id, r.quarter
