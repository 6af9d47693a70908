/** A holiday as one notice grants it. Days are written like `2026-10-01`. */
type ChinaHoliday = {
  /** As the notice calls it. */
  readonly name: string;
  /** The first and the last day off; weekends that the notice joins to it are inside. */
  readonly from: string;
  readonly to: string;
  /** 调休: days of a weekend that are worked for it. */
  readonly worked: readonly string[];
};

/** The holidays of a year as the General Office of the State Council arranged them. */
type ChinaYear = {
  readonly year: number;
  /** Number of 国务院办公厅关于…年部分节假日安排的通知. */
  readonly notice: string;
  /** The day of the notice. */
  readonly published: string;
  readonly holidays: readonly ChinaHoliday[];
};

/**
 * The years that are known, without a gap. A year's notice comes in the autumn before; it may reach into the last
 * days of December, so those are final only once the next year's is here as well.
 */
export const chinaYears: readonly ChinaYear[] = [
  {
    year: 2021,
    notice: '国办发明电〔2020〕27号',
    published: '2020-11-25',
    holidays: [
      holiday('元旦', '2021-01-01', '2021-01-03'),
      holiday('春节', '2021-02-11', '2021-02-17', '2021-02-07', '2021-02-20'),
      holiday('清明节', '2021-04-03', '2021-04-05'),
      holiday('劳动节', '2021-05-01', '2021-05-05', '2021-04-25', '2021-05-08'),
      holiday('端午节', '2021-06-12', '2021-06-14'),
      holiday('中秋节', '2021-09-19', '2021-09-21', '2021-09-18'),
      holiday('国庆节', '2021-10-01', '2021-10-07', '2021-09-26', '2021-10-09'),
    ],
  },
  {
    year: 2022,
    notice: '国办发明电〔2021〕11号',
    published: '2021-10-25',
    holidays: [
      holiday('元旦', '2022-01-01', '2022-01-03'),
      holiday('春节', '2022-01-31', '2022-02-06', '2022-01-29', '2022-01-30'),
      holiday('清明节', '2022-04-03', '2022-04-05', '2022-04-02'),
      holiday('劳动节', '2022-04-30', '2022-05-04', '2022-04-24', '2022-05-07'),
      holiday('端午节', '2022-06-03', '2022-06-05'),
      holiday('中秋节', '2022-09-10', '2022-09-12'),
      holiday('国庆节', '2022-10-01', '2022-10-07', '2022-10-08', '2022-10-09'),
    ],
  },
  {
    year: 2023,
    notice: '国办发明电〔2022〕16号',
    published: '2022-12-08',
    holidays: [
      holiday('元旦', '2022-12-31', '2023-01-02'),
      holiday('春节', '2023-01-21', '2023-01-27', '2023-01-28', '2023-01-29'),
      holiday('清明节', '2023-04-05', '2023-04-05'),
      holiday('劳动节', '2023-04-29', '2023-05-03', '2023-04-23', '2023-05-06'),
      holiday('端午节', '2023-06-22', '2023-06-24', '2023-06-25'),
      holiday('中秋节、国庆节', '2023-09-29', '2023-10-06', '2023-10-07', '2023-10-08'),
    ],
  },
  {
    year: 2024,
    notice: '国办发明电〔2023〕7号',
    published: '2023-10-25',
    holidays: [
      // 与周末连休: the notice names the Monday alone and joins the weekend to it.
      holiday('元旦', '2023-12-30', '2024-01-01'),
      holiday('春节', '2024-02-10', '2024-02-17', '2024-02-04', '2024-02-18'),
      holiday('清明节', '2024-04-04', '2024-04-06', '2024-04-07'),
      holiday('劳动节', '2024-05-01', '2024-05-05', '2024-04-28', '2024-05-11'),
      // 与周末连休, as above.
      holiday('端午节', '2024-06-08', '2024-06-10'),
      holiday('中秋节', '2024-09-15', '2024-09-17', '2024-09-14'),
      holiday('国庆节', '2024-10-01', '2024-10-07', '2024-09-29', '2024-10-12'),
    ],
  },
  {
    year: 2025,
    notice: '国办发明电〔2024〕12号',
    published: '2024-11-12',
    holidays: [
      holiday('元旦', '2025-01-01', '2025-01-01'),
      holiday('春节', '2025-01-28', '2025-02-04', '2025-01-26', '2025-02-08'),
      holiday('清明节', '2025-04-04', '2025-04-06'),
      holiday('劳动节', '2025-05-01', '2025-05-05', '2025-04-27'),
      holiday('端午节', '2025-05-31', '2025-06-02'),
      holiday('国庆节、中秋节', '2025-10-01', '2025-10-08', '2025-09-28', '2025-10-11'),
    ],
  },
  {
    year: 2026,
    notice: '国办发明电〔2025〕7号',
    published: '2025-11-04',
    holidays: [
      holiday('元旦', '2026-01-01', '2026-01-03', '2026-01-04'),
      holiday('春节', '2026-02-15', '2026-02-23', '2026-02-14', '2026-02-28'),
      holiday('清明节', '2026-04-04', '2026-04-06'),
      holiday('劳动节', '2026-05-01', '2026-05-05', '2026-05-09'),
      holiday('端午节', '2026-06-19', '2026-06-21'),
      holiday('中秋节', '2026-09-25', '2026-09-27'),
      holiday('国庆节', '2026-10-01', '2026-10-07', '2026-09-20', '2026-10-10'),
    ],
  },
];

function holiday(name: string, from: string, to: string, ...worked: readonly string[]): ChinaHoliday {
  return { name, from, to, worked };
}
