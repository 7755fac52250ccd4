extension Tongue {
    /// German, French, Spanish and Turkish.
    static let latin = [
        Tongue(
            "de",
            [
                "open": [
                    "Guten Tag, ich möchte am Wochenende nach {place}. Welches {thing} empfehlen Sie?",
                    "Hallo, {who} und ich suchen ein {thing} in der Nähe von {place}.",
                    "Wie viele Nächte lohnen sich in {place}? Wir reisen mit dem Zug an.",
                ],
                "ask": [
                    "Wie lauten Adresse und Telefonnummer?", "Reichen {price} Euro pro Person?",
                    "Ab wann hat das {thing} geöffnet? Passt {time} Uhr?",
                    "Wie lange fährt man von {place} aus?",
                    "Wir sind zu {n}, müssen wir reservieren?",
                ],
                "react": [
                    "Gut, dann gehen wir dorthin.", "Prima, vielen Dank!",
                    "Etwas teuer. Gibt es noch etwas anderes?", "Das wird {who} gefallen.",
                ],
                "chat": [
                    "Ich unterrichte Mathematik und lese abends gern Krimis.",
                    "Wir haben {n} Katzen, die jüngste heißt Möhre.",
                    "Gestern hat es den ganzen Tag geregnet, typisch für {place}.",
                    "Seit einem Jahr war ich in keinem {thing} mehr.",
                    "Sonntags koche ich mit {who}, meistens Spätzle.",
                ],
                "recall": [
                    "Entschuldigung, wie war noch mal die Buchungsnummer?",
                    "Könnten Sie die Nummer bitte wiederholen?",
                ],
                "bye": [
                    "Das war alles, danke und auf Wiedersehen!",
                    "Nein, nichts weiter. Schönen Tag noch!",
                ],
                "welcome": [
                    "Guten Tag! In {place} gibt es ein bekanntes {thing}, der Eintritt kostet {price} Euro.",
                    "Ich empfehle {place}: Das {thing} dort öffnet um {time} Uhr.",
                ],
                "answer": [
                    "Die Adresse ist Lindenstraße {n}, gleich am Bahnhof von {place}.",
                    "Etwa zwanzig Minuten, das sind {n} Haltestellen.",
                    "Rund {price} Euro pro Person; nach {time} Uhr ist es ruhiger.",
                    "Ja, für {n} Personen bitte einen Tag vorher reservieren.",
                    "Nebenan ist übrigens noch ein {thing}, falls {who} mitkommt.",
                ],
                "tell": [
                    "Ihre Reservierung steht: Nummer {code}, {time} Uhr.",
                    "Telefon {phone}, Buchungsnummer {code}.",
                ],
                "reply": [
                    "Wie schön! Ich mag {place} auch, besonders im Herbst.",
                    "Tatsächlich? Das wusste ich nicht.",
                    "Dann ruhen Sie sich am Wochenende gut aus.", "Das hat {who} auch gesagt.",
                ],
                "recalled": [
                    "Die Nummer lautet {code}.", "Es war {code}, notieren Sie sie am besten.",
                ],
                "farewell": ["Gern geschehen, gute Reise!", "Auf Wiedersehen und viel Vergnügen!"],
                "thing": ["Gasthaus", "Museum", "Hotel", "Café", "Freibad", "Theater"],
                "place": ["Görlitz", "Lübeck", "Würzburg", "Köln", "Füssen"],
                "who": ["meine Mutter", "Jürgen", "die Kinder", "eine Freundin"],
            ]),
        Tongue(
            "fr",
            [
                "open": [
                    "Bonjour, je vais à {place} ce week-end, quel {thing} me conseillez-vous ?",
                    "Bonsoir, {who} et moi cherchons un {thing} près de {place}.",
                    "Combien de nuits faut-il rester à {place}, à votre avis ?",
                ],
                "ask": [
                    "Quelle est l'adresse, et le numéro de téléphone ?",
                    "Est-ce que {price} euros par personne suffisent ?",
                    "À quelle heure ouvre le {thing} ? {time}, c'est possible ?",
                    "Il faut combien de temps depuis {place} ?",
                    "Nous sommes {n}, faut-il réserver ?",
                ],
                "react": [
                    "Très bien, on ira là-bas.", "Parfait, merci beaucoup !",
                    "C'est un peu cher, vous avez autre chose ?", "Ça va plaire à tout le monde.",
                ],
                "chat": [
                    "J'enseigne les mathématiques et je lis beaucoup le soir.",
                    "J'ai {n} chats, le plus jeune s'appelle Noisette.",
                    "Hier il a plu toute la journée à {place}.",
                    "Je n'ai pas vu de {thing} depuis un an !",
                    "Le dimanche je cuisine avec {who}, surtout des crêpes.",
                ],
                "recall": [
                    "Pardon, quel était le numéro de réservation déjà ?",
                    "Vous pouvez me répéter le numéro ?",
                ],
                "bye": ["C'est tout, merci et au revoir !", "Rien d'autre, bonne journée à vous."],
                "welcome": [
                    "Bonjour ! À {place} il y a un {thing} réputé, l'entrée est à {price} euros.",
                    "Je vous conseille {place} : le {thing} y ouvre à {time}.",
                ],
                "answer": [
                    "C'est au {n}, rue des Tilleuls, à côté de la gare.",
                    "Une vingtaine de minutes, soit {n} arrêts.",
                    "Comptez {price} euros par personne ; après {time}, c'est plus calme.",
                    "Oui, pour {n} personnes réservez la veille.",
                    "Il y a aussi un {thing} juste à côté, si {who} vient.",
                ],
                "tell": [
                    "C'est réservé : numéro {code}, à {time}.",
                    "Téléphone {phone}, numéro de réservation {code}.",
                ],
                "reply": [
                    "Quelle chance ! J'aime aussi {place}, surtout en automne.",
                    "Vraiment ? Je l'ignorais.", "Reposez-vous bien ce week-end.",
                    "C'est ce que dit {who} aussi.",
                ],
                "recalled": ["Le numéro est {code}.", "C'était {code}, notez-le bien."],
                "farewell": ["Je vous en prie, bon voyage !", "Au revoir et à bientôt !"],
                "thing": ["restaurant", "musée", "hôtel", "café", "jardin", "théâtre"],
                "place": ["Besançon", "Nîmes", "Saint-Malo", "Sète", "Orléans"],
                "who": ["ma mère", "Hélène", "les enfants", "un collègue"],
            ]),
        Tongue(
            "es",
            [
                "open": [
                    "Hola, este fin de semana voy a {place}. ¿Qué {thing} me recomienda?",
                    "Buenas, {who} y yo buscamos un {thing} cerca de {place}.",
                    "¿Cuántas noches merece la pena quedarse en {place}?",
                ],
                "ask": [
                    "¿Cuál es la dirección y el teléfono?", "¿Bastan {price} euros por persona?",
                    "¿A qué hora abre el {thing}? ¿A las {time} está bien?",
                    "¿Cuánto se tarda desde {place}?", "Somos {n}, ¿hay que reservar?",
                ],
                "react": [
                    "Muy bien, vamos allí.", "¡Perfecto, muchas gracias!",
                    "Es un poco caro, ¿hay otra cosa?", "Seguro que a {who} le gusta.",
                ],
                "chat": [
                    "Enseño matemáticas y por la noche leo novelas.",
                    "Tengo {n} gatos, el más pequeño se llama Ñoño.",
                    "Ayer llovió todo el día en {place}.", "Hace un año que no piso un {thing}.",
                    "Los domingos cocino con {who}.",
                ],
                "recall": [
                    "Perdón, ¿cuál era el número de reserva?", "¿Me repite el número, por favor?",
                ],
                "bye": ["Eso es todo, gracias y adiós.", "Nada más, ¡que tenga buen día!"],
                "welcome": [
                    "¡Hola! En {place} hay un {thing} muy conocido, la entrada cuesta {price} euros.",
                    "Le recomiendo {place}: el {thing} abre a las {time}.",
                ],
                "answer": [
                    "Está en la calle del Río, {n}, junto a la estación.",
                    "Unos veinte minutos, o sea {n} paradas.",
                    "Unos {price} euros por persona; después de las {time} hay menos gente.",
                    "Sí, para {n} personas reserve el día antes.",
                    "Al lado hay también un {thing}, por si viene {who}.",
                ],
                "tell": [
                    "Reservado: número {code}, a las {time}.",
                    "Teléfono {phone}, número de reserva {code}.",
                ],
                "reply": [
                    "¡Qué bien! A mí también me gusta {place}.", "¿De verdad? No lo sabía.",
                    "Descanse usted este fin de semana.", "Eso dice también {who}.",
                ],
                "recalled": ["El número es {code}.", "Era {code}, apúntelo."],
                "farewell": ["De nada, ¡buen viaje!", "Adiós y hasta pronto."],
                "thing": ["restaurante", "museo", "hotel", "café", "parque", "mercado"],
                "place": ["Cáceres", "Logroño", "Cádiz", "Mérida", "Gijón"],
                "who": ["mi madre", "Íñigo", "una amiga", "mi vecino"],
            ]),
        Tongue(
            "tr",
            [
                "open": [
                    "Merhaba, hafta sonu {place} için yola çıkıyorum, hangi {thing} iyidir?",
                    "İyi günler, {who} ile birlikte bir {thing} arıyoruz; yer: {place}.",
                    "Sizce {place} için kaç gece yeter?",
                ],
                "ask": [
                    "Adresi ve telefonu nedir?", "Kişi başı {price} lira yeter mi?",
                    "Kaçta açılıyor, saat {time} olur mu?", "Oradan ne kadar sürer?",
                    "Biz {n} kişiyiz, rezervasyon gerekir mi?",
                ],
                "react": [
                    "Tamam, oraya gidelim.", "Harika, çok teşekkürler!",
                    "Biraz pahalı, başka bir yer var mı?", "Bence {who} çok sevinir.",
                ],
                "chat": [
                    "Okulda matematik öğretiyorum, akşamları kitap okurum.",
                    "Evde {n} kedim var, en küçüğünün adı Şeker.", "Dün bütün gün yağmur yağdı.",
                    "Bir yıldır hiçbir {thing} görmedim.", "Pazar günleri {who} ile yemek yaparım.",
                ],
                "recall": [
                    "Pardon, rezervasyon numarası neydi?", "Numarayı tekrar söyler misiniz?",
                ],
                "bye": [
                    "Hepsi bu kadar, teşekkürler, hoşça kalın.", "Başka bir şey yok, iyi günler!",
                ],
                "welcome": [
                    "Merhaba! Orada ünlü bir {thing} var, giriş {price} lira.",
                    "Size {place} öneririm: {thing} saat {time} gibi açılıyor.",
                ],
                "answer": [
                    "Adres Çınar Sokağı {n}, istasyonun yanında.",
                    "Yirmi dakika kadar, yani {n} durak.",
                    "Kişi başı {price} lira, {time} sonrası daha sakin.",
                    "Evet, {n} kişi için bir gün önce ayırtın.", "Yanında bir {thing} daha var.",
                ],
                "tell": [
                    "Rezervasyon tamam: numara {code}, saat {time}.",
                    "Telefon {phone}, rezervasyon numarası {code}.",
                ],
                "reply": [
                    "Ne güzel! Ben de {place} diyorum, hele sonbaharda.",
                    "Gerçekten mi? Bilmiyordum.", "Hafta sonu biraz dinlenin.",
                    "Aynısını {who} da söyledi.",
                ],
                "recalled": ["Numaranız {code}.", "Şuydu: {code}."],
                "farewell": ["Rica ederim, iyi yolculuklar!", "Görüşmek üzere, iyi günler."],
                "thing": ["lokanta", "müze", "otel", "çay bahçesi", "pazar"],
                "place": ["Eskişehir", "Muğla", "Çanakkale", "İznik", "Ağrı"],
                "who": ["annem", "Gökçe", "çocuklar", "iş arkadaşım"],
            ]),
    ]
}
