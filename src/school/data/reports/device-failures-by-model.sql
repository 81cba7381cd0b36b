/*
name = "device-failures-by-model"
title = "Device failures by model"
title_es = "Fallas de dispositivos por modelo"
about = "Repairs for each hundred years of use of a model, with the range in which the true rate lies nineteen times in twenty."
about_es = "Reparaciones por cada cien años de uso de un modelo, con el margen en que está la tasa verdadera diecinueve veces de veinte."
source = "Devices with their purchase date and the repairs of the help desk. A device counts from its purchase, or from the start of the years looked at."
source_es = "Dispositivos con su fecha de compra y las reparaciones de la mesa de ayuda. Un dispositivo cuenta desde su compra o desde el inicio de los años considerados."
limits = "Devices without a purchase date and devices no longer kept are not in the table. Of few devices the range is wide: where ranges overlap, the models may be equally good. Older devices fail more often, and those in hard use too."
limits_es = "No están en la tabla los dispositivos sin fecha de compra ni los que ya no se conservan. Con pocos dispositivos el margen es amplio: donde los márgenes se cruzan, los modelos pueden ser igual de buenos. Los dispositivos más viejos fallan más, y los de uso duro también."
tier = "operations"

[[parameter]]
name = "years"
type = "choice"
label = "Years looked at"
label_es = "Años considerados"
default = "3"
choices = ["1", "2", "3", "5"]

[finish]
step = "poisson_rate"
events = "repairs"
exposure = "device_years"

[privacy]
none = true

[chart]
mark = "bar"
x = "model"
y = "per_100"

[sentence]
by = "per_100"
en = "{highest.model} needs the most repairs: {highest.per_100} for each hundred device-years ({highest.low} to {highest.high}), from {highest.repairs} repairs of {highest.devices} devices."
es = "{highest.model} necesita más reparaciones: {highest.per_100} por cada cien años de uso ({highest.low} a {highest.high}), de {highest.repairs} reparaciones en {highest.devices} dispositivos."

[columns.model]
label = "Model"
label_es = "Modelo"
[columns.kind]
label = "Kind"
label_es = "Tipo"
[columns.kind.values]
chromebook = ["Chromebook", "Chromebook"]
laptop = ["Laptop", "Portátil"]
desktop = ["Desktop computer", "Computadora de escritorio"]
tablet = ["Tablet", "Tableta"]
phone = ["Phone", "Teléfono"]
printer = ["Printer", "Impresora"]
projector = ["Projector", "Proyector"]
display = ["Screen or board", "Pantalla o pizarra"]
camera = ["Camera", "Cámara"]
document_camera = ["Document camera", "Cámara de documentos"]
switch = ["Network switch", "Conmutador de red"]
access_point = ["Wi-Fi access point", "Punto de acceso wifi"]
server = ["Server", "Servidor"]
peripheral = ["Accessory", "Accesorio"]
other = ["Other device", "Otro dispositivo"]
[columns.devices]
label = "Devices"
label_es = "Dispositivos"
[columns.device_years]
label = "Device-years"
label_es = "Años de uso"
format = "decimal"
decimals = 1
[columns.repairs]
label = "Repairs"
label_es = "Reparaciones"
[columns.per_100]
label = "Repairs for 100 device-years"
label_es = "Reparaciones por 100 años de uso"
format = "decimal"
decimals = 1
[columns.low]
label = "at least"
label_es = "al menos"
format = "decimal"
decimals = 1
[columns.high]
label = "at most"
label_es = "a lo sumo"
format = "decimal"
decimals = 1
*/
WITH now AS (
    SELECT greatest(coalesce((SELECT CAST(max(repaired_at) AS DATE) FROM repair), DATE '1970-01-01'),
                    coalesce((SELECT CAST(max(created_at) AS DATE) FROM request), DATE '1970-01-01')) AS day
), used AS (
    SELECT d.device_id, d.model, d.kind, greatest(d.purchased_on, n.day - 365 * CAST($years AS INTEGER)) AS since, n.day
    FROM device d, now n
    WHERE d.purchased_on IS NOT NULL AND d.purchased_on < n.day AND d.status NOT IN ('ordered', 'lost', 'stolen', 'parts_donor', 'retired', 'disposed')
), mended AS (
    SELECT u.device_id, count(*) AS repairs
    FROM repair r
    JOIN used u ON u.device_id = r.device_id AND CAST(r.repaired_at AS DATE) >= u.since AND CAST(r.repaired_at AS DATE) <= u.day
    GROUP BY u.device_id
)
SELECT u.model, u.kind, count(*) AS devices, sum(u.day - u.since) / 365.25 AS device_years, CAST(coalesce(sum(m.repairs), 0) AS BIGINT) AS repairs
FROM used u
LEFT JOIN mended m ON m.device_id = u.device_id
WHERE u.model IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
