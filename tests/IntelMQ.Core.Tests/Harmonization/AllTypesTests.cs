using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntelMQ.Text;

namespace IntelMQ.Harmonization;

public class AllTypesTests
{
    private static readonly string[] Pieces =
    [
        "AS", "as", " ", "\u00a0", "1", "0", "-", "+", "_", ".", "e", "E", "inf", "nan", "true", "TLP", ":", "RED", "red", "ripe", "-ncc", "{", "}",
        "[", "]", "\"", "a", ",", "ß", "Σ", "İ", "ﬁ", "=", "Zm9v", "botnet drone", "\0", "\uFFFD", "😀", "\\", "٣",
    ];

    private static readonly HarmonizationType[] Types =
    [
        new StringType(), new LowercaseStringType(), new UppercaseStringType(), new Base64Type(), new BooleanType(), new IntegerType(),
        new FloatType(), new AccuracyType(), new AsnType(), new JsonType(), new JsonDictType(), new RegistryType(), new TlpType(), new Tlp33Type(),
        new ClassificationTaxonomyType(), new ClassificationTypeType(),
    ];

    private static readonly Config Many = Fuzz.Cases(1000);

    private static Arbitrary<byte[]> Texts
        => Gen.OneOf(Gen.Elements(Pieces).ListOf().Select(static list => string.Concat(list)), ArbMap.Default.GeneratorFor<string>())
            .Select(static text => Encoding.UTF8.GetBytes(text ?? "")).ToArbitrary();

    [Fact]
    public void No_type_throws_and_what_it_gives_is_valid_and_stays_the_same() => Prop.ForAll(Texts, static utf8 =>
    {
        foreach (HarmonizationType type in Types)
        {
            CheckTwice(type, FieldValue.Text(utf8));
            type.Convert(FieldValue.Json(utf8), new Utf8Buffer());
        }
    }).Check(Many);

    [Fact]
    public void No_type_throws_on_numbers() => Prop.ForAll(ArbMap.Default.ArbFor<double>(), static number =>
    {
        foreach (HarmonizationType type in Types)
        {
            if (double.IsFinite(number))
                CheckTwice(type, FieldValue.Number(Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture))));
        }
    }).Check(Many);

    [Fact]
    public void No_type_throws_on_bytes_that_are_not_utf8() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), static bytes =>
    {
        foreach (HarmonizationType type in Types)
        {
            type.Convert(FieldValue.Text(bytes), new Utf8Buffer());
            type.Convert(FieldValue.Number(bytes), new Utf8Buffer());
            type.IsValid(FieldValue.Text(bytes), out _);
            type.IsValid(FieldValue.Json(bytes), out _);
        }
    }).Check(Many);

    // Valid once cleaned, and cleaning again changes nothing; but for Base64, which encodes again.
    private static void CheckTwice(HarmonizationType type, FieldValue value)
    {
        var buffer = new Utf8Buffer();
        Harmonized once = type.Convert(value, buffer);
        if (!once.IsValid)
            return;
        byte[] wire = once.Value(value, buffer).Utf8.ToArray();
        FieldValue cleaned = FieldValue.Of(once.Kind, wire);
        Assert.True(type.IsValid(cleaned, out string? reason), $"{type}: {reason}");
        if (type is Base64Type)
            return;
        Harmonized twice = type.Convert(cleaned, buffer);
        Assert.True(twice.IsValid, type.Name);
        Assert.Equal(wire, twice.Value(cleaned, buffer).Utf8.ToArray());
    }
}
