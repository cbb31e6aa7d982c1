using System.Collections.Frozen;

namespace IntelMQ.Bots.Parsers.Twitter;

/// <summary>
/// The top-level domains that names in texts are looked for below: all of countries, by their two letters, and those generic ones that are
/// in wide use. A word such as <c>e.g.this</c> or <c>readme.txt</c> is no name.
/// </summary>
internal static class TopLevelDomains
{
    private static readonly FrozenSet<string> Countries = Words("""
        ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm
        cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw
        gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc
        md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt
        pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz
        ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
        """);

    private static readonly FrozenSet<string> Generic = Words("""
        com net org info biz name pro int edu gov mil arpa aero asia cat coop jobs mobi museum post tel travel
        academy accountant adult agency app art associates auction autos bar beauty best bet bid bio biz black blog blue boats bond boutique
        business buzz cab cafe cam camp capital car cards care careers cars cash casino center cfd chat cheap church city claims cleaning click
        clinic clothing cloud club coach codes coffee college community company computer condos consulting contact cool country coupons courses
        credit cruises cyou date dating day deals degree delivery dental design dev diet digital direct directory discount doctor dog domains
        download education email energy engineer engineering enterprises equipment estate events exchange expert exposed express fail faith
        family fan farm fashion feedback finance financial fish fit fitness florist flowers football forsale foundation fun fund furniture
        futbol fyi gallery game games garden gdn gift gifts gives glass global gmbh gold golf graphics gratis green group guide guitars guru
        hair hamburg haus health healthcare help hiphop hockey holdings holiday homes horse hospital host hosting house how icu immo
        immobilien inc industries ink institute insure international investments jetzt jewelry juegos kaufen kim kitchen kiwi land lat law
        lawyer lease legal lgbt life lighting limited limo link live llc loan loans lol london love ltd makeup management market marketing
        mba media memorial men menu moda moe mom money monster mortgage motorcycles mov movie nagoya navy network news ngo ninja nyc observer
        okinawa one onl online ooo page paris partners parts party pet photo photography photos pics pictures pink pizza place plumbing plus
        poker porn press productions promo properties property protection pub qpon quest racing realtor realty recipes red rehab reise reisen
        rent rentals repair report republican rest restaurant review reviews rip rocks rodeo run sale salon sarl sbs school schule science
        scot security services sex sexy shiksha shoes shop shopping show singles site ski skin soccer social software solar solutions soy
        space sport store stream studio study style supplies supply support surf surgery systems tatar tattoo tax taxi team tech technology
        tennis theater tickets tienda tips tires today tokyo tools top tours town toys trade trading training tube university uno vacations
        vegas ventures vet viajes video villas vin vip vision vodka vote voting voyage wales wang watch webcam website wedding wien wiki win
        wine work works world wtf xin xxx xyz yachts yoga yokohama zip zone
        """);

    /// <summary>Whether a name ends with a top-level domain that is known, and is not one itself.</summary>
    /// <param name="host">In lower case.</param>
    public static bool Contains(string host)
    {
        ReadOnlySpan<char> name = host.AsSpan().TrimEnd('.');
        int dot = name.LastIndexOf('.');
        ReadOnlySpan<char> last = name[(dot + 1)..];
        return dot > 0 && (last.StartsWith("xn--", StringComparison.Ordinal)
            || Countries.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last)
            || Generic.GetAlternateLookup<ReadOnlySpan<char>>().Contains(last));
    }

    private static FrozenSet<string> Words(string text)
        => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
