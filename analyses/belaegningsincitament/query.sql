-- What one point of occupancy is worth, of offers with one tariff by the day and night: of those with
-- several it is not known how many places each has. Buyers save tariff × occupancy / (occupancy + 1) × 1 %
-- of the place-days.
WITH by_day AS (
    SELECT t.offer_id, count(*) AS services, min(t.amount) AS amount,
        min(t.units_in_year) AS days, min(t.occupancy) AS occupancy
    FROM tariffs t
    WHERE t.year = :year AND t.unit = 'full_day'
    GROUP BY t.offer_id
),
known AS (
    SELECT o.operator, o.places, d.services, o.places * d.days * d.amount AS worth, d.occupancy
    FROM by_day d
    JOIN offers o ON o.offer_id = d.offer_id
    WHERE :form = 'all' OR o.form = :form
),
worth AS (
    SELECT operator, places, services,
        CASE WHEN services = 1 THEN worth END AS point,
        CASE WHEN services = 1 AND occupancy <= 9900 THEN mul_div(worth, occupancy, occupancy + 100) END AS saved
    FROM known
)
SELECT
    w.operator,
    sum(CASE WHEN w.services = 1 THEN 1 ELSE 0 END) AS offers,
    sum(CASE WHEN w.services = 1 THEN w.places ELSE 0 END) AS places,
    mul_div(sum(w.point), 1, 10000) AS point_value,
    CASE WHEN count(w.saved) = count(w.point) THEN mul_div(sum(w.saved), 1, 10000) END AS buyers_save,
    sum(CASE WHEN w.services = 1 THEN 0 ELSE 1 END) AS left_out
FROM worth w
GROUP BY w.operator
ORDER BY sum(w.point) DESC, w.operator
