import Testing

/// Names in Kazakh, Russian, Chinese and English that are hard to tell apart or to find together: a class, then two names.
enum HostileNames {
    /// Names of one person, company, place or project.
    static let ofOne = pairs(
        """
        person | Қасым-Жомарт Тоқаев | Kassym-Jomart Tokayev
        person | Касым-Жомарт Токаев | Qasym-Jomart Toqaev
        person | Нурсултан Назарбаев | Nursultan Nazarbayev
        person | Нұрсұлтан Назарбаев | Nūrsūltan Nazarbaev
        person | Тимур Кулибаев | Timur Kulibayev
        person | Кулибаев Тимур Аскарович | Timur Kulibayev
        person | Dinara Kulibayeva | Динара Нұрсұлтанқызы Құлыбаева
        person | Kairat Satybaldy | Қайрат Сатыбалды
        person | Kayrat Satybaldyuly | Кайрат Сатыбалдыулы
        person | Болат Назарбаев | Bolat Nazarbaev
        person | Айгүл Нұрғалиева | Aigul Nurgalieva
        person | Ержан Мұхамеджанов | Yerzhan Mukhamedzhanov
        person | Ержан Мухамеджанов | Erjan Muhamedjanov
        person | Асқар Мамин | Askar Mamin
        person | Askar Uzakpayevich Mamin | А. У. Мамин
        person | Mamin, Askar | Askar Mamin
        person | Жеңіс Қасымбек | Zhenis Kassymbek
        person | Женис Касымбек | Jeñıs Qasymbek
        person | Umirzak Shukeyev | Өмірзақ Шөкеев
        person | Умирзак Шукеев | Umirzak Shukeev
        person | Bakytzhan Sagintayev | Бақытжан Сағынтаев
        person | Бакытжан Сагинтаев | Baqytjan Sağyntaev
        person | Yerlan Karin | Ерлан Карин
        person | Хамит Ергалиев | Khamit Yergaliyev
        person | Hamit Ergaliev | Khamit Yergaliyev
        person | Щербаков Юрий | Yuri Shcherbakov
        person | Iurii Shcherbakov | Yury Scherbakov
        person | Алексей Цой | Alexei Tsoy
        person | Alexey Tsoi | Алексей Цой
        person | Александр Мирчев | Alexander Mirtchev
        person | Фёдор Королёв | Fedor Korolev
        person | Dmitry Medvedev | Дмитрий Медведев
        person | Евгений Ёлкин | Yevgeny Yolkin
        person | Xi Jinping | Xí Jìnpíng
        person | Xi Jin Ping | Xi Jinping
        person | Jinping Xi | XI Jin-ping
        person | Си Цзиньпин | Xi Jinping
        person | Ван И | Wang Yi
        person | Чжан Сяо | Zhang Xiao
        person | Lü Wei | Lyu Wei
        person | Zhou Xiaohui | Чжоу Сяохуэй
        person | Ли Кэцян | Li Keqiang
        person | Nurlan Nigmatulin | N. Nigmatulin
        person | Н.З. Нигматулин | Nurlan Nigmatulin
        person | Karim Massimov | Кәрім Мәсімов
        person | Karim Masimov | Карим Кажимканович Масимов
        person | ALIYA NAZARBAYEVA | Әлия Назарбаева
        person | Gulnara Iskakova | Гүлнара Ысқақова
        company | ТОО «Казахстан Темир Жолы» | Kazakhstan Temir Zholy LLP
        company | АО «НК «Қазақстан темір жолы» | Qazaqstan Temir Joly
        company | «ҚазМұнайГаз» ҰК АҚ | KazMunayGas
        company | АО «НК «КазМунайГаз» | JSC NC KazMunaiGaz
        company | KazMunayGaz National Company JSC | КазМунайГаз
        company | China National Petroleum Corporation (CNPC) | China National Petroleum Corp.
        company | China National Petroleum Corporation (CNPC) | CNPC
        company | China Communications Construction Co., Ltd. | China Communications Construction Company Limited
        company | Sinopec Engineering (Group) Co Ltd | Sinopec Engineering Group Company
        company | Sinohydro Corp Ltd | SINOHYDRO Corporation Limited
        company | Export-Import Bank of China | Export Import Bank of China
        company | The Export-Import Bank of China | China Export-Import Bank
        company | Bank CenterCredit JSC | АО «Банк ЦентрКредит»
        company | Halyk Bank of Kazakhstan | Халык Банк Казахстана
        company | Самрук-Казына | Samruk Kazyna
        company | Samuryq Qazyna | Самұрық-Қазына
        company | Tengizchevroil LLP | ТОО «Тенгизшевройл»
        company | ТОО «Азиатский газопровод» | Азиатский Газопровод, ТОО
        company | Kazakhmys PLC | Казахмыс
        company | Zijin Mining Group Co., Ltd | Zijin Mining Group
        company | Dongfang Electric | Dong Fang Electric Corporation
        company | АО «СНПС-Актобемунайгаз» | CNPC-AktobeMunaiGas JSC
        company | Silk Road Fund Co., Ltd. | Silk Road Fund
        company | China Development Bank (CDB) | China Development Bank
        company | ҚазТрансОйл | KazTransOil JSC
        company | KEGOC | АО «KEGOC»
        company | Asian Infrastructure Investment Bank | Asian Infrastructure Investment Bank (AIIB)
        company | ЖШС «Шелек ЖЭС» | Shelek ZhES
        company | Kazatomprom | Қазатомөнеркәсіп / Kazatomprom
        company | Universal Energy (Kazakhstan) | Universal Energy Kazakhstan
        company | Ltd. "Risen Energy" | Risen Energy Co. Ltd
        place | Xi'an | Xian
        place | Xi’an | Сиань
        place | Ürümqi | Urumqi
        place | Урумчи | Urumqi
        place | Алматы | ALMATY
        place | Shymkent | Шымкент
        place | Chimkent | Шымкент
        place | Өскемен | Oskemen
        place | Ust-Kamenogorsk | Усть-Каменогорск
        place | Kyzylorda | Қызылорда
        place | Qyzylorda | Кызыл-Орда
        place | Lianyungang | Lian yun gang
        place | Běijīng | Beijing
        place | Цюаньчжоу | Quanzhou
        place | Aktobe | Ақтөбе
        place | Aqtöbe | Актобе
        place | Zhangatas | Жаңатас
        place | Жанатас | Janatas
        place | Dostyk | Достық
        project | Khorgos – Eastern Gate SEZ | Khorgos-Eastern Gate SEZ
        project | Zhanatas 100 MW wind farm | Zhanatas wind farm (100 MW)
        project | Central Asia–China Gas Pipeline, Line C | Central Asia - China gas pipeline line C
        project | Kazakhstan–China Oil Pipeline Phase II | Kazakhstan-China oil pipeline, phase 2
        project | Astana LRT | LRT Astana
        project | Western Europe–Western China highway | Western Europe - Western China Highway
        project | Моинакская ГЭС | Moinakskaya GES
        project | Beineu–Bozoi–Shymkent gas pipeline | Бейнеу–Бозой–Шымкент gas pipeline
        person | Гао Ли | Gao Li
        person | Чжоу Эньлай | Zhou Enlai
        person | Дэн Сяопин | Deng Xiaoping
        person | Ху Цзиньтао | Hu Jintao
        person | Hu Jin Tao | Hu Jintao
        person | Сюй Чжэ | Xu Zhe
        person | Чжао Лэцзи | Zhao Leji
        person | Жәңгір Сейіт | Zhangir Seit
        person | Мәңгілік Аманов | Mangilik Amanov
        person | Артём Соловьёв | Artyom Solovyov
        person | Пётр Семёнов | Pyotr Semyonov
        person | Alma Shaikhina | Алма Шайхина
        person | Бауыржан Байбек | Bauyrzhan Baibek
        person | Baurzhan Baybek | Бауыржан Байбек
        person | Chingis Kanapyanov | Шыңғыс Қанапиянов
        person | Q. Toqaev | Қасым-Жомарт Тоқаев
        person | Tsai Vladimir | Цай Владимир
        person | Нұрлан Нығматулин | Nurlan Nygmatulin
        person | Ұ. Шөкеев | Ұмырзақ Шөкеев
        person | Kassym Zhomart Tokayev | Касымжомарт Токаев
        company | Sinopharm Group Company Limited | Sinopharm Group Co Ltd
        company | Акционерное общество «Алтын» | АО «Алтын»
        company | Limited Liability Partnership "Almaz Trade" | ТОО «Almaz Trade»
        company | Товарищество с ограниченной ответственностью «Нурлы жол» | Nurly Zhol LLP
        company | «Құмкөл» жауапкершілігі шектеулі серіктестігі | Kumkol LLP
        company | China Gezhouba Group Corporation (CGGC) | CGGC
        company | National Company Kazakhstan Temir Zholy (KTZ) | KTZ
        company | АО «Цеснабанк» | Tsesnabank JSC
        company | Cement Invest LLP | ТОО «Цемент Инвест»
        company | Xinjiang Goldwind | Синьцзян Голдвинд
        company | Power China | PowerChina
        company | Power Construction Corporation of China | Power Construction Corp. of China, Ltd.
        company | Банк Развития Казахстана | Bank Razvitiya Kazakhstana
        company | Trade Bank (Kazakhstan) JSC | Trade Bank Kazakhstan
        company | Eurasian Resources Group S.à r.l. | Eurasian Resources Group
        place | Синьцзян | Xinjiang
        place | Чунцин | Chongqing
        place | Lanzhou | Ланьчжоу
        place | Чжэнчжоу | Zhengzhou
        place | Tai'an | Taian
        place | Shu | Шу
        place | Sary Agash | Сарыағаш
        place | Talghar | Талғар
        place | Талдықорған | Taldy-Korgan
        project | Bakad Stage I | Bakad stage 1
        project | Line III of the metro | Metro line 3
        project | Power plant (Unit 4) | Power plant unit 4
        """)

    /// Names of two: relatives, companies and their subsidiaries, parts of a project, towns nearby.
    static let ofTwo = pairs(
        """
        person | Нурсултан Назарбаев | Болат Назарбаев
        person | Dariga Nazarbayeva | Dinara Nazarbayeva
        person | Nurali Aliyev | Nurlan Aliyev
        person | Rakhat Aliyev | Nurali Aliyev
        person | Нұрали Рахатұлы Әлиев | Рахат Мұхтарұлы Әлиев
        person | Aisultan Nazarbayev | Nursultan Nazarbayev
        person | Askar Mamin | Askar Mamytov
        person | Тимур Кулибаев | Аскар Кулибаев
        person | Timur Kulibayev | Dinara Kulibayeva
        person | Timur Askarovich Kulibayev | Askar Timurovich Kulibayev
        person | Александр Иванов | Александра Иванова
        person | Евгений Попов | Евгения Попова
        person | Айдар Сериков | Серик Айдаров
        person | Болат Ахметов | Ахмет Болатов
        person | Kairat Satybaldy | Samat Satybaldy
        person | Kairat Kelimbetov | Kairat Sharipbayev
        person | Yerlan Karin | Erlan Karimov
        person | Нурлан Смагулов | Нурлан Смаилов
        person | Marat Beketayev | Murat Beketayev
        person | Nurlan Nigmatulin | Nurlan Nigmatullayev
        person | Vladimir Kim | Vladimir Ni
        person | Alexander Mashkevich | Alexander Mashkov
        person | Wang Yi | Wang Yu
        person | Li Keqiang | Li Qiang
        person | Li Wei | Lu Wei
        person | Zhang Wei | Zhang Hui
        person | Zhang Gaoli | Zhang Guoli
        person | Zhou Xiaochuan | Zhou Xiaohui
        person | Wang Jun | Wang Jianjun
        person | Xi Jinping | Xi Jinbing
        person | A. Mamin | Asset Maminov
        person | N. Nazarbayev | B. Nazarbayev
        person | А. К. Иванов | А. П. Иванов
        person | Серік Жұманғарин | Серік Жұманов
        person | Асқар Бақытұлы | Асқар Бауыржанұлы
        person | Айгүл Серікқызы | Айгүл Серікұлы
        person | Ivan Petrovich Sidorov | Ivan Pavlovich Sidorov
        person | Иван Иванов младший | Иван Иванов старший
        person | Almas Sadykov | Almat Sadykov
        person | Dinara Akhmetova | Dinara Mukhametova
        person | Sergey Kim | Sergey Kan
        company | KTZ | KTZ Express
        company | Kazakhstan Temir Zholy | KTZ Express
        company | KazMunayGas | KazMunayGas Exploration Production
        company | Казахстан Темир Жолы | Казахстан Темир Жолы Грузовые перевозки
        company | Bank of China | Development Bank of China
        company | China Development Bank | Development Bank of Kazakhstan
        company | Bank of China | China Construction Bank
        company | Industrial and Commercial Bank of China | Agricultural Bank of China
        company | Asian Development Bank | Eurasian Development Bank
        company | Asian Development Bank | African Development Bank
        company | Sinopec | Sinopec Engineering
        company | CNPC | CNOOC
        company | CNPC | CNPC International
        company | China Railway Group | China Railway Construction
        company | China National Petroleum Corporation | China National Offshore Oil Corporation
        company | China National Petroleum Corporation | China National Nuclear Corporation
        company | Halyk Bank of Kazakhstan | Halyk Bank of Georgia
        company | Huawei Technologies Kazakhstan | Huawei Technologies Uzbekistan
        company | KazTransOil | KazTransGas
        company | КазТрансГаз | КазТрансГаз Аймак
        company | Samruk-Kazyna | Samruk-Energy
        company | Samruk-Kazyna | Samruk-Kazyna Invest
        company | China Export-Import Bank | Korea Export-Import Bank
        company | Zhanatas Wind | Shelek Wind
        company | ТОО «Арал-1» | ТОО «Арал-2»
        company | SPV Energy I LLP | SPV Energy II LLP
        company | China Energy Engineering | China Energy Group
        company | Bank CenterCredit | Bank RBK
        company | Ministry of Energy | Ministry of Economy
        company | Kazakhmys | Kazakhaltyn
        company | Sinosure | Sinosteel
        company | Hunan Machinery Company | Henan Machinery Company
        company | China Merchants Bank | China Minsheng Bank
        place | Aktau | Aktobe
        place | Актау | Актас
        place | Atyrau | Atasu
        place | Shaanxi | Shanxi
        place | Хунань | Хэнань
        place | Hubei | Hebei
        place | Guangxi | Jiangxi
        place | Karaganda | Karasu
        place | Жаркент | Шымкент
        place | Kyzylorda | Kyzylorda Region
        place | Almaty | Almaty Region
        place | Тараз | Талас
        place | Нур-Султан | Султан
        place | North Kazakhstan | South Kazakhstan
        place | East Kazakhstan Region | West Kazakhstan Region
        project | Astana LRT phase 1 | Astana LRT phase 2
        project | Central Asia–China Gas Pipeline Line C | Central Asia–China Gas Pipeline Line D
        project | Zhanatas 100 MW wind farm | Zhanatas 50 MW wind farm
        project | Kazakhstan–China Oil Pipeline Phase I | Kazakhstan–China Oil Pipeline Phase II
        project | Pavlodar refinery modernization | Shymkent refinery modernization
        project | Atyrau refinery modernization | Aktau refinery modernization
        project | Almaty–Khorgos railway | Almaty–Khorgos highway
        project | Block 3 power plant | Block 4 power plant
        person | Сюй Чжэ | Сюй Чжи
        person | Чжан Вэй | Zhang Wen
        person | Liu He | Liu Hu
        person | Дэн Сяопин | Deng Xiaoming
        person | Sultan Ivanov | Sultana Ivanova
        person | V. Kim | Vladimir Kan
        person | I. Petrov | II Petrov Holding
        person | Arman Sultanov | Armand Sultanbekov
        person | Chen Gang | Shen Gang
        company | Huawei (Kazakhstan) | Huawei (Uzbekistan)
        company | Kazakhstan Engineering | Kazakhstan Invest
        company | National Company Alpha | National Company Beta
        company | Bank of Kazakhstan | Bank of Kyrgyzstan
        company | Power China Alpha | Power China Beta
        company | Green Energy LLP | Clean Energy LLP
        company | North Caspian Operating Company | North Caspian Oil Company
        company | Joint Stock Company Altyn | Limited Liability Partnership Kumis
        company | KTZ Cargo | KTZ Express
        company | Tau Ken Samruk | Samruk Energy
        company | Фонд Ақниет | Фонд Ақбота
        company | Alpha Unit 1 LLP | Alpha LLP Unit 2
        place | Jilin | Jilong
        place | Anshan | Tangshan
        place | Kokpekty | Kokshetau
        place | Sarykol | Saryagash
        place | Zharkent | Zhanakent
        project | Unit III | Unit IV
        project | Bakad Stage I | Bakad Stage V
        project | Power plant (Unit 4) | Power plant (Unit 5)
        project | North road | South road
        project | Line A metro | Line B metro
        """)

    struct Pair: Sendable, CustomTestStringConvertible {
        let className: String
        let names: [String]

        var testDescription: String { names.joined(separator: ", ") }
    }

    private static func pairs(_ table: String) -> [Pair] {
        table.split(separator: "\n").map { line in
            let fields = line.split(separator: "|").map { $0.drop { $0 == " " }.reversed().drop { $0 == " " } }
            let texts = fields.map { String($0.reversed()) }
            return Pair(className: texts[0], names: Array(texts[1...]))
        }
    }
}
