"""Names of towns, by country, as folded text."""

TOWNS = """
    NL: wageningen, venlo, amstelveen, emmen, zaandam, den helder, drachten, vlissingen,
        schiphol, den bosch, zeist, deventer, assen, heerlen, roosendaal, ter apel, budel, gilze,
        den haag, gouda, ede, hoorn, sittard, roermond, meppel, purmerend, lelystad, almelo,
        apeldoorn, hilversum, veenendaal, helmond, oss, katwijk, spijkenisse, schiedam,
        vlaardingen, dordrecht, middelburg, goes, terneuzen, heerenveen, sneek, hoogeveen,
        oldenzaal, winschoten, doetinchem, tiel, weert, bergen op zoom, alphen aan den rijn,
        zoetermeer, capelle, nieuwegein, houten, hoofddorp, alkmaar, velsen, beverwijk, kampen,
        leeuwarden, den hague, the hague, la haye, twente, saxion, fontys, hanzehogeschool,
        inholland, windesheim, radboud, tu delft, delft, leiden, leyde, nijmegen, nimegue,
        haarlem, breda, arnhem, zwolle, tilburg, enschede, groningen, groningue, utrecht,
        rotterdam, eindhoven, maastricht, almere, amersfoort, amsterdam, hengelo, ijmuiden,
        ijsselstein, leerdam, musselkanaal, harderwijk, barneveld, wassenaar, rijswijk, dronten,
        oisterwijk, overloon, grave, zutphen, enkhuizen, a'dam, r'dam, aalsmeer, bussum,
        culemborg, cuijk, delfzijl, den dolder, deurne, diemen, ermelo, etten-leur, geldrop,
        geleen, goirle, gorinchem, hardenberg, heemskerk, heemstede, heerhugowaard,
        hellevoetsluis, huizen, kerkrade, krimpen, leidschendam, lisse, maassluis, nijkerk,
        noordwijk, nunspeet, oosterhout, papendrecht, pijnacker, raalte, ridderkerk, rijssen,
        soest, stadskanaal, steenwijk, uden, uithoorn, valkenswaard, veendam, veghel, veldhoven,
        venray, voorburg, waalwijk, wijchen, woerden, zaanstad, zaltbommel, zandvoort,
        zwijndrecht, zevenaar, boxtel, tegelen, nederweert, coevorden, wolvega, franeker, dokkum,
        gennep, azelo, onnen, echt, baexem, burgum, luttelgeest, oude pekela, rotterdam-zuid,
        bijlmer, schilderswijk, erasmus university, tu eindhoven, tu twente, vu amsterdam, uva,
        dam, s-gravenhage, s-hertogenbosch, den bosh, almeer, roterdam, amsterdan, utrech
    AE: dubai, abu dhabi, sharjah
    AF: ghazni, kunduz, bamiyan, bamyan, nangarhar, helmand, kabul, kaboul, herat, kandahar,
        mazar-i-sharif, mazar, jalalabad, baghlan, balkh, ghor
    AL: tirana, durres, vlora, shkoder
    AM: erevan, yerevan, gyumri, vanadzor
    AO: luanda, huambo, lubango
    AR: buenos aires
    AT: vienna, vienne, graz
    AU: sydney, melbourne
    AZ: baku, bakou, ganja, sumgait
    BA: banja luka, mostar, tuzla, zenica, bihac, srebrenica, sarajevo, prijedor, travnik
    BD: dhaka, dacca, chittagong, cox's bazar
    BE: liege, luik, ostend, ostende, louvain, namur, charleroi, gand, anvers, antwerp,
        antwerpen, bruges, brugge, ghent, gent, mons, hasselt, leuven, mechelen
    BF: ouaga, ouagadougou, bobo-dioulasso, koudougou
    BG: sofia, plovdiv, varna
    BH: manama
    BI: gitega, ngozi, bujumbura
    BJ: cotonou, porto-novo, parakou
    BR: sao paulo, rio de janeiro, brasilia, recife
    BY: minsk
    CA: montreal, toronto, ottawa, vancouver, quebec, calgary
    CD: uvira, kisangani, beni, butembo, kinshasa, goma, bukavu, lubumbashi, mbuji-mayi, kananga,
        bunia, matadi
    CF: bangui
    CG: brazzaville, pointe-noire, pointe noire
    CH: geneva, geneve, zurich, lausanne, basel, bern, berne, bale, lugano
    CI: bouake, yamoussoukro, daloa, abidjan, korhogo, san pedro
    CL: santiago
    CM: douala, yaounde, bamenda, bafoussam, garoua, buea
    CN: beijing, pekin, shanghai, guangzhou, hong kong, wenzhou
    CO: bogota, medellin, cali, barranquilla, cartagena
    CU: havana, la havane
    CV: praia, mindelo, sao vicente, fogo, santiago de cabo verde
    CZ: prague, brno
    DE: berlin, munich, munchen, cologne, koln, dusseldorf, dortmund, francfort, hamburg,
        hambourg, frankfurt, stuttgart, leipzig, bremen, breme, essen, hanover, hanovre
    DJ: djibouti-ville
    DK: copenhagen, copenhague, aarhus, odense
    DO: santo domingo, saint-domingue
    DZ: oran, alger, algiers, constantine, annaba, tlemcen, setif, bejaia, tizi ouzou
    EC: quito, guayaquil
    EE: tallinn
    EG: le caire, alexandrie, cairo, alexandria, aswan, giza
    ER: keren, massawa, assab, mendefera, asmara, dekemhare, barentu, senafe
    ES: madrid, barcelona, barcelone, valencia, seville, sevilla, malaga, bilbao, ceuta, melilla
    ET: gondar, hawassa, dire dawa, bahir dar, jimma, adama, harar, addis ababa, addis abeba,
        addis, mekele, mekelle, awasa, jijiga, dessie
    FI: helsinki
    FR: paris, marseille, lyon, lille, toulouse, strasbourg, calais, montpellier, bordeaux,
        nantes, nice, rennes, grenoble, dijon, saint-denis, roubaix, rouen
    GA: libreville, port-gentil
    GB: manchester, birmingham, londres, london, leeds, glasgow, liverpool, bristol, belfast,
        cardiff, edinburgh, edimbourg, sheffield, leicester, coventry, newcastle
    GE: tbilissi, tiflis, zugdidi, tbilisi, batumi, batoumi, kutaisi
    GH: tema, cape coast, sekondi, tamale, sunyani, accra, kumasi, takoradi, obuasi
    GM: banjul, serekunda, brikama, bakau
    GN: kankan, labe, nzerekore, conakry, kindia, mamou, boke
    GQ: malabo, bata
    GR: athens, athenes, lesbos
    GT: guatemala city
    GW: bissau
    HN: tegucigalpa
    HR: zagreb, split
    HT: port-au-prince, cap-haitien
    HU: budapest
    ID: jakarta, surabaya, bandung, medan
    IE: dublin
    IL: tel aviv, haifa
    IN: delhi, new delhi, mumbai, bombay, chennai, kolkata, bangalore, hyderabad, kerala
    IQ: erbil, kirkuk, najaf, duhok, dohuk, souleimaniye, baghdad, bagdad, basra, bassorah,
        mosul, mossoul, sulaymaniyah, slemani, fallujah
    IR: teheran, tehran, shiraz, chiraz, ispahan, isfahan, mashhad, tabriz, ahvaz, qom, karaj,
        kerman, rasht, urmia, kermanshah
    IT: rome, milan, milano, naples, turin, palermo, florence, firenze, bologna, bologne, genoa,
        genes, catania, lampedusa, bari
    JM: kingston
    JO: amman, irbid, zaatari, mafraq
    JP: tokyo, osaka
    KE: mombasa, kisumu, nakuru, kakuma, dadaab, nairobi, eldoret, garissa
    KG: bishkek, bichkek
    KH: phnom penh
    KR: seoul
    KW: kuwait city
    KZ: almaty, astana
    LB: beirut, beyrouth, tripoli du liban, bekaa, saida, tyre, sidon, zahle
    LK: colombo, jaffna
    LR: monrovia
    LT: vilnius, kaunas
    LV: riga
    LY: tripoli, benghazi, misrata, sabha, zawiya
    MA: fes, fez, nador, al hoceima, oujda, agadir, tanger, tetouan, meknes, rif, casablanca,
        casa, rabat, marrakech, marrakesh, tangier, tangiers, sale, kenitra, berkane
    MD: chisinau
    ME: podgorica
    MG: antananarivo, tananarive
    MK: skopje, tetovo, bitola
    ML: kayes, sikasso, gao, bamako, mopti, segou, tombouctou, timbuktu
    MM: yangon, rangoon, mandalay
    MN: ulaanbaatar, oulan-bator, ulan bator, darkhan
    MR: nouakchott, nouadhibou
    MW: lilongwe, blantyre
    MX: mexico city, tijuana, guadalajara
    MY: kuala lumpur
    MZ: maputo, beira, nampula
    NA: windhoek
    NE: niamey, zinder, agadez
    NG: port harcourt, kano, benin city, ibadan, enugu, kaduna, lagos, abuja, onitsha, owerri,
        jos, maiduguri, warri, calabar
    NI: managua
    NO: oslo, bergen, trondheim
    NP: kathmandu, katmandou
    OM: muscat, mascate
    PE: lima
    PH: manila, manille
    PK: peshawar, islamabad, karachi, lahore, quetta, rawalpindi, faisalabad, multan, sialkot
    PL: warsaw, varsovie, krakow, cracovie, gdansk
    PS: gaza, ramallah, hebron, nablus, naplouse, bethlehem, khan younis, rafah
    PT: lisbon, lisbonne, porto
    QA: doha
    RO: bucharest, bucarest, cluj, timisoara, iasi
    RS: novi sad, belgrade, belgrado, nis
    RU: moscow, moscou, grozny, st petersburg
    RW: butare, gisenyi, huye, kigali
    SA: riyadh, riyad, jeddah, mecca, medina, dammam
    SD: omdourman, omdurman, nyala, el fasher, kassala, khartoum, port sudan, el obeid, geneina,
        darfur, darfour
    SE: stockholm, malmo, goteborg, gothenburg, uppsala, vasteras, orebro, lund
    SI: ljubljana
    SK: bratislava
    SL: bo town, kenema, freetown, makeni, koidu, waterloo
    SN: thies, saint-louis du senegal, ziguinchor, dakar, kaolack, touba, saint-louis
    SO: berbera, burao, borama, garowe, bosaso, bossasso, puntland, galkayo, beledweyne,
        mogadishu, mogadiscio, hargeisa, kismayo, baidoa, merca
    SR: paramaribo, surinam, nickerie
    SS: juba, djouba
    SV: san salvador
    SY: homs, hama, idlib, raqqa, latakia, lattaquie, deir ez-zor, daraa, alep, qamishli,
        damascus, damas, aleppo, kobane, hassakeh, tartous, douma
    TD: ndjamena, n'djamena, abeche
    TG: lome, sokode, kara
    TH: bangkok
    TJ: dushanbe, douchanbe
    TN: sfax, sousse, tunis, bizerte, gabes
    TR: istanbul, ankara, gaziantep, izmir, diyarbakir, adana, antalya, mersin, van, mardin,
        urfa, sanliurfa, bursa, konya
    TZ: dar es salaam, arusha, dodoma, zanzibar, mwanza
    UA: kiev, kyiv, lviv, kharkiv, odessa, kharkov, dnipro, mariupol, zaporizhzhia, donetsk,
        odesa
    UG: gulu, mbarara, entebbe, jinja, kampala
    US: new york, chicago, minneapolis, boston, los angeles, houston, washington, atlanta,
        seattle, philadelphia
    UZ: tashkent, samarkand, tachkent
    VE: caracas, maracaibo
    VN: hanoi, saigon, ho chi minh city, da nang
    XK: prizren, mitrovica, peja, pec, pristina, prishtina, gjakova, ferizaj, gjilan
    YE: sanaa, aden, taiz, hodeidah, hadramaut, ibb
    ZA: johannesburg, pretoria, cape town, durban, soweto, le cap
    ZM: lusaka, ndola, kitwe
    ZW: harare, bulawayo
"""
