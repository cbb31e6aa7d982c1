using IntelMQ.Intake;
using IntelMQ.Bots.Toolkit;
using IntelMQ.Bots.Lookups.Mmdb;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Schemas;
using MaxMind.Db;

namespace IntelMQ.Bots.Experts;

/// <summary>Parameters of <see cref="MaxmindGeoipExpert"/>.</summary>
public sealed partial class MaxmindGeoipExpertOptions : BotOptions
{
    /// <summary><c>database</c>: the file, a MaxMind DB of cities such as GeoLite2-City.</summary>
    [Required("name the file of a MaxMind DB of cities")]
    [Reaches(Outside.File)]
    public string Database { get; set; } = "/opt/intelmq/var/lib/bots/maxmind_geoip/GeoLite2-City.mmdb";

    /// <summary><c>overwrite</c>: whether what stands in the fields already is replaced.</summary>
    public bool Overwrite { get; set; }

    /// <summary><c>use_registered</c>: takes the country where the network is registered instead of the one where it is used.</summary>
    public bool UseRegistered { get; set; }

    /// <summary><c>license_key</c>: MaxMind's key to fetch the database with. Not needed to use it.</summary>
    public Secret? LicenseKey { get; set; }
}

/// <summary>Adds country, coordinates and city of the address of each side, from a MaxMind DB of cities.</summary>
/// <remarks>A new version of the database is taken up within a minute; put it in place by renaming, so that it is whole when it is read.</remarks>
[Bot("intelmq.bots.experts.maxmind_geoip.expert", BotKind.Expert)]
public sealed partial class MaxmindGeoipExpert : Expert
{
    private readonly MaxmindGeoipExpertOptions _options;
    private readonly WatchedFile<MmdbReader> _database;

    /// <summary>Creates the expert.</summary>
    public MaxmindGeoipExpert(MaxmindGeoipExpertOptions options, BotServices services)
        : base(options, services)
    {
        _options = options;
        _database = new WatchedFile<MmdbReader>(options.Database, Open, services.Time, () => Log);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _ = _database.Content;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDatabaseException">The look-up came upon damage in the database.</exception>
    public override Verdict Process(Event message)
    {
        ArgumentNullException.ThrowIfNull(message);
        MmdbReader database = _database.Content;
        try
        {
            LookUp(database, message, Fields.Source);
            LookUp(database, message, Fields.Destination);
        }
        catch (InvalidDatabaseException exception)
        {
            throw new InvalidDatabaseException($"'{_options.Database}': {exception.Message}", exception);
        }

        return Verdict.Keep;
    }

    private void LookUp(MmdbReader database, Event message, EndpointFields side)
    {
        FieldValue ip = message.Get(side.Ip);
        if (ip.IsMissing || !IpAddressValue.TryParse(ip.Utf8, out IpAddressValue address))
            return;
        if (!database.TryFind(address.ToIPAddress(), out CityRecord? record, out _))
            return;
        GeolocationFields geolocation = side.Geolocation;
        Put(message, geolocation.Cc, (_options.UseRegistered ? record.RegisteredCountry : record.Country)?.IsoCode);
        Put(message, geolocation.Latitude, record.Location?.Latitude);
        Put(message, geolocation.Longitude, record.Location?.Longitude);
        Put(message, geolocation.City, record.City?.Names?.English);
    }

    private void Put(Event message, Field<string> field, string? text)
    {
        // The reader puts this character where a text is not UTF-8.
        if (text is not null && text.Contains('\uFFFD', StringComparison.Ordinal))
            throw new InvalidDatabaseException($"The database is damaged: a text for {field.Name} is not UTF-8.");
        if (text is null or "" or "-" or "N/A")
            return;
        if (_options.Overwrite)
            message.Set(field, text);
        else
            message.SetIfAbsent(field, text);
    }

    private void Put(Event message, Field<double> field, object? value)
    {
        double number = value switch
        {
            double wide => wide,
            float single => single,
            int whole => whole,
            long whole => whole,
            _ => double.NaN,
        };
        if (!double.IsFinite(number))
            return;
        if (_options.Overwrite)
            message.Set(field, number);
        else
            message.SetIfAbsent(field, number);
    }

    private static MmdbReader Open(string path)
    {
        try
        {
            var reader = MmdbReader.Open(path);
            string type = reader.Metadata.DatabaseType;
            if (type.Contains("City", StringComparison.Ordinal) || type.Contains("Enterprise", StringComparison.Ordinal))
                return reader;
            reader.Dispose();
            throw Refuse($"database is '{path}', a MaxMind DB of type '{type}', but must be one of cities, such as GeoLite2-City.");
        }
        catch (FileNotFoundException)
        {
            throw Refuse($"database is '{path}', but there is no such file: fetch a MaxMind DB of cities such as GeoLite2-City.");
        }
        catch (Exception exception) when (exception is InvalidDatabaseException or IOException or UnauthorizedAccessException)
        {
            throw Refuse($"database is '{path}', which cannot be used: {exception.Message}");
        }
    }

    private static BotConfigurationException Refuse(string complaint) => new(Descriptor.Module, [complaint]);
}
