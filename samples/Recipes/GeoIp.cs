using IntelMQ.Bots;
using IntelMQ.Bots.Experts;
using IntelMQ.Messages;

// The database comes from MaxMind; the expert says so where the file is missing.
await using var expert = new MaxmindGeoipExpert(new MaxmindGeoipExpertOptions { Database = "GeoLite2-City.mmdb" });
var message = new Event { ["source.ip"] = "192.0.2.7" };
await expert.ApplyAsync(message);
Console.WriteLine(message.GetString("source.geolocation.cc") ?? "not in the database");
