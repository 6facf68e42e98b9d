"""Words that only hold a sentence together, by language, in small letters; what they mean for a theme is nothing.

An own list: public ones for Finnish drop apu, uusi, lisää, vähemmän and ei, which say what a note is about.
"""


def _these(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP_WORDS = {
    "fi": _these(
        """
        ja tai sekä eli vai mutta vaan vaikka koska jos kun että jotta kuin niin myös myöskin sitten siis silti ennen
        nyt jo vielä aina usein joskus heti taas juuri ihan aivan hyvin noin melko liian kovin erittäin todella edes
        vain ainakin lähes yli alle kautta kanssa mukaan mukainen varten vuoksi takia aikana ilman lisäksi sijaan
        välillä välinen kesken kohti osalta suhteen liittyä liittyvä koskeva olla voida pitää saada tulla tehdä täytyä
        pitäisi tulisi voisi olisi saisi kuulua käydä antaa ottaa mennä laittaa
        minä sinä hän me te he se ne tämä tuo nämä nuo joka mikä kuka kumpi mitä missä mistä mihin miten miksi milloin
        jokin jokainen joku jotkut kukin kaikki koko moni muu muut oma itse eräs sama sellainen tällainen tuollainen
        millainen semmoinen tämmöinen näin noin siinä siitä siihen tässä tästä tähän siellä täällä sinne tänne sieltä
        missään mikään kukaan esim esimerkiksi ym yms jne mm eri per
        silloin tällöin joskus kerran vasta kohta pian enää enemmänkin kyllä tosin toki siksi täten sen niiden näiden
        ehkä kai kenties muun muuten muuta lähinnä varsinkin etenkin nimenomaan kuitenkin kumminkin tosiaan tietysti
        alla päällä päälle vieressä luona luokse takana edessä sisällä ulkona asti saakka päin
        on ovat oli olivat olisivat ole ollut olemme olen olette onko voi voivat voida voidaan saa pitäisivät
        """
    ),
    "sv": _these(
        """
        och eller men utan samt att som om när då för med av på i till från vid under över mellan genom hos inom
        utanför mot åt ur efter före enligt där här dit hit så också även bara redan ännu alltid ofta ibland mycket
        ganska mer mest väl nog ju ej är var vara varit blir bli blev blivit har ha hade haft ska skall skulle kan
        kunna kunde måste bör borde vill vilja ville får få fick göra gör gjort
        jag du han hon den det de vi ni man en ett mig dig honom henne oss er dem min mitt mina din ditt dina sin sitt
        sina vår vårt våra ert era deras denna detta dessa vilken vilket vilka vem vad hur varför alla allt varje någon
        något några annan annat andra själv samma sådan sådant sådana egen eget egna t.ex tex osv bl.a
        """
    ),
    "en": _these(
        """
        a an the and or but nor so if as than that this these those there here when where while because since until
        of in on at by for with from to into onto over under between among through during about against without within
        up down out off again also too very just only even still already always often sometimes quite rather
        is are was were be been being am has have had having do does did doing will would shall should can could may
        might must let get gets got
        i you he she it we they me him her us them my your his its our their mine yours ours theirs who whom whose
        which what how why all any both each every some such other another own same it's e.g etc per
        """
    ),
}

SAYS_NOTHING_ALONE = {
    "fi": _these(
        """
        ei eivät älä lisää enemmän vähemmän parempi paremmin hyvä huono tärkeä tärkeää hieno riittävä kunto asia asiat
        tapa paljon vähän yksi kaksi kolme neljä viisi kuusi kymmenen ensimmäinen kerta vuosi päivä viikko ihan alku
        alkaa jäädä
        """
    ),
    "sv": _these(
        """
        inte ej ingen mången lite bra dålig viktig fin fi sak saka sätt sätta en två tre fyra fem år åra dag okej folk
        komma gå ge ta se finna låta hålla räcka behöva börja lägga stå veta
        """
    ),
    "en": _these(
        """
        not no don't doesn't more less good bad important nice thing way lot one two three four five time year day first
        need want make take give come go put use see know start keep look
        """
    ),
}
"""Words that mean something beside another, and head no list or group by themselves. As base forms."""
