-- fact device operations
-- One device that the department keeps or has kept. Who holds it is not told.
-- key device_id
-- device_id         integer  public  The device.
-- kind              text     public  "chromebook", "laptop", "printer" ...
-- model             text     public  The maker's name of the model.
-- manufacturer      text     public  The maker.
-- status            text     public  "in_stock", "assigned", "in_repair", "retired" ...
-- school_id         integer  public  The school it belongs to.
-- purchased_on      date     public  Day of purchase.
-- warranty_ends_on  date     public  Last day of the warranty.
-- support_ends_on   date     public  Last day of the maker's support, of the device or else of its model.
SELECT d.id AS device_id, m.kind, m.name AS model, m.manufacturer, d.status, d.school_id, d.purchased_on, d.warranty_ends_on,
       COALESCE(d.support_ends_on, m.support_ends_on) AS support_ends_on
  FROM inventory_device d JOIN inventory_model m ON m.id = d.model_id;
