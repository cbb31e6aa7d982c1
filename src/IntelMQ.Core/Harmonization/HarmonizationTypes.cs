using System.Diagnostics.CodeAnalysis;

namespace IntelMQ.Harmonization;

/// <summary>The harmonization types, under the names that they have in <c>harmonization.conf</c>.</summary>
public static class HarmonizationTypes
{
    /// <summary>A percentage, 0 to 100.</summary>
    public static HarmonizationType Accuracy { get; } = new AccuracyType();

    /// <summary>The number of an autonomous system, 1 to 4294967295.</summary>
    public static HarmonizationType ASN { get; } = new AsnType();

    /// <summary>Bytes, as Base64.</summary>
    public static HarmonizationType Base64 { get; } = new Base64Type();

    /// <summary>True or false.</summary>
    public static HarmonizationType Boolean { get; } = new BooleanType();

    /// <summary>A class of incidents.</summary>
    public static HarmonizationType ClassificationTaxonomy { get; } = new ClassificationTaxonomyType();

    /// <summary>A type of incident.</summary>
    public static HarmonizationType ClassificationType { get; } = new ClassificationTypeType();

    /// <summary>A time in UTC.</summary>
    public static HarmonizationType DateTime { get; } = new DateTimeType();

    /// <summary>A number.</summary>
    public static HarmonizationType Float { get; } = new FloatType();

    /// <summary>A host name: labels of letters, digits, hyphens and underscores, not an address; perhaps with <c>*.</c> before it.</summary>
    public static HarmonizationType FQDN { get; } = new FqdnType();

    /// <summary>Any text.</summary>
    public static HarmonizationType GenericType { get; } = new StringType("GenericType");

    /// <summary>A whole number, without bounds.</summary>
    public static HarmonizationType Integer { get; } = new IntegerType();

    /// <summary>An IPv4 or IPv6 address.</summary>
    public static HarmonizationType IPAddress { get; } = new IPAddressType();

    /// <summary>A network in prefix notation.</summary>
    public static HarmonizationType IPNetwork { get; } = new IPNetworkType();

    /// <summary>JSON, as text.</summary>
    public static HarmonizationType JSON { get; } = new JsonType();

    /// <summary>A JSON object, as text.</summary>
    public static HarmonizationType JSONDict { get; } = new JsonDictType();

    /// <summary>Text in lower case.</summary>
    public static HarmonizationType LowercaseString { get; } = new LowercaseStringType();

    /// <summary>A regional internet registry.</summary>
    public static HarmonizationType Registry { get; } = new RegistryType();

    /// <summary>Any text.</summary>
    public static HarmonizationType String { get; } = new StringType("String");

    /// <summary>A label of the Traffic Light Protocol, version 1 or 2; what is none is red.</summary>
    public static HarmonizationType TLP { get; } = new TlpType();

    /// <summary>Text in upper case.</summary>
    public static HarmonizationType UppercaseString { get; } = new UppercaseStringType();

    /// <summary>A URL with a host.</summary>
    public static HarmonizationType URL { get; } = new UrlType();

    /// <summary>All types.</summary>
    public static IReadOnlyList<HarmonizationType> All { get; } =
    [
        Accuracy, ASN, Base64, Boolean, ClassificationTaxonomy, ClassificationType, DateTime, Float, FQDN, GenericType, Integer, IPAddress,
        IPNetwork, JSON, JSONDict, LowercaseString, Registry, String, TLP, UppercaseString, URL,
    ];

    /// <summary>Finds a type by its exact name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out HarmonizationType? type)
    {
        type = All.FirstOrDefault(known => known.Name == name);
        return type is not null;
    }

    /// <summary>
    /// The types whose valid values IntelMQ 3.3 decides otherwise, as it does: for systems that share queues or a schema with it.
    /// </summary>
    public static class IntelMQ33
    {
        /// <summary>Nearly any text in lower case that is no address and no URL.</summary>
        public static HarmonizationType FQDN { get; } = new Fqdn33Type();

        /// <summary>A colour of the Traffic Light Protocol, version 1; fields take those of version 2, too.</summary>
        public static HarmonizationType TLP { get; } = new Tlp33Type();

        /// <summary>A URL with a host; fields take those that were made harmless with brackets, too.</summary>
        public static HarmonizationType URL { get; } = new UrlType(asIn33: true);

        /// <summary>Finds a type by its exact name: one of these, or one that is the same in both.</summary>
        public static bool TryGet(string name, [NotNullWhen(true)] out HarmonizationType? type)
        {
            type = name switch { "FQDN" => FQDN, "TLP" => TLP, "URL" => URL, _ => null };
            return type is not null || HarmonizationTypes.TryGet(name, out type);
        }

        /// <summary>The type of the name that IntelMQ 3.3 has; mostly the same.</summary>
        internal static HarmonizationType Of(HarmonizationType type)
            => type == HarmonizationTypes.FQDN ? FQDN : type == HarmonizationTypes.TLP ? TLP : type == HarmonizationTypes.URL ? URL : type;
    }
}
