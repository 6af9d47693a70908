/** What may follow: words to choose from, a path, the name of a job, or what no shell knows. */
export type Value = readonly string[] | 'file' | 'folder' | 'jobs' | 'anything';

/** A command as a shell completes it. */
export type CompletedCommand = {
  readonly name: string;
  readonly description: string;
  readonly options: readonly {
    readonly name: string;
    readonly description: string;
    /** `undefined` for an option that takes none. */
    readonly value: Value | undefined;
  }[];
  /** Of its first argument; `undefined` where nothing is known of it. */
  readonly values: Value | undefined;
};

/** The lines of the script of each shell. */
export const shells: Readonly<Record<string, (commands: readonly CompletedCommand[]) => readonly string[]>> =
  { bash, zsh, fish };

/** In single quotes, which all three shells read alike but for a quote itself. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const inWords = (words: readonly string[]) => quoted(words.join(' '));
const general = ['--help'];

/** Also for the bash 3.2 of macOS. Where nothing is offered, bash offers paths. */
function bash(commands: readonly CompletedCommand[]): readonly string[] {
  const words = commands.map(({ name }) => name);
  const choices = commands.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      if (option.value === undefined) return [];
      const offered = typeof option.value === 'string' ? '' : `offered=${inWords(option.value)}; `;
      return [`    '${name} ${option.name}') ${offered}known=1 ;;`];
    }),
  );
  const of = commands.map(({ name, options, values }) => {
    const names = [...options.map((option) => option.name), ...general];
    const first = values === 'jobs' ? 'jobs' : Array.isArray(values) ? `words ${values.join(' ')}` : '';
    return `    ${name}) options=${inWords(names)}; first=${quoted(first)} ;;`;
  });
  return [
    '# Completion of nightshift for bash: source <(nightshift completion bash)',
    '_nightshift() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
    "  local command=${COMP_WORDS[1]} options='' first='' offered='' known=''",
    '  COMPREPLY=()',
    '  # --option=value is three words to bash.',
    '  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before="${COMP_WORDS[COMP_CWORD-2]}"; fi',
    '  if (( COMP_CWORD == 1 )); then',
    `    COMPREPLY=($(compgen -W ${inWords([...words, 'help', '--version', ...general])} -- "$word"))`,
    '    return',
    '  fi',
    '  case "$command" in',
    ...of,
    `    help) (( COMP_CWORD == 2 )) && first=${quoted(`words ${words.join(' ')}`)} ;;`,
    '  esac',
    '  case "$command $before" in',
    ...choices,
    '  esac',
    '  if [[ -n $known ]]; then',
    '    [[ -n $offered ]] && COMPREPLY=($(compgen -W "$offered" -- "$word"))',
    '  elif [[ $word == -* ]]; then',
    '    COMPREPLY=($(compgen -W "$options" -- "$word"))',
    '  elif [[ $first == jobs ]]; then',
    '    COMPREPLY=($(compgen -W "$("$1" completion jobs 2>/dev/null)" -- "$word"))',
    '  elif [[ -n $first ]]; then',
    '    COMPREPLY=($(compgen -W "${first#words }" -- "$word"))',
    '  fi',
    '}',
    'complete -o bashdefault -o default -F _nightshift nightshift',
  ];
}

function zsh(commands: readonly CompletedCommand[]): readonly string[] {
  // What _arguments would take for the end of a description or of a message.
  const told = (text: string) => text.replace(/[[\]:\\]/g, '\\$&');
  const action = (value: Value) => {
    if (value === 'file') return '_files';
    if (value === 'folder') return '_files -/';
    if (value === 'jobs') return '_nightshift_jobs';
    return value === 'anything' ? ' ' : `(${value.join(' ')})`;
  };
  const described = (name: string, description: string) => quoted(`${name}:${told(description)}`);
  return [
    '#compdef nightshift',
    '# Completion of nightshift for zsh: source <(nightshift completion zsh)',
    '_nightshift_jobs() {',
    '  local -a jobs',
    '  jobs=(${(f)"$(nightshift completion jobs 2>/dev/null)"})',
    "  _describe 'job' jobs",
    '}',
    '_nightshift() {',
    '  local -a commands',
    '  commands=(',
    ...commands.map(({ name, description }) => `    ${described(name, description)}`),
    `    ${described('help', 'shows how a command is used')}`,
    '  )',
    '  if (( CURRENT == 2 )); then',
    "    _describe 'command' commands",
    '    return',
    '  fi',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case ${words[1]} in',
    ...commands.flatMap(({ name, options, values }) => [
      `    ${name})`,
      '      _arguments \\',
      ...options.map(
        (option) =>
          `        ${quoted(`${option.name}[${told(option.description)}]${option.value === undefined ? '' : `:value:${action(option.value)}`}`)} \\`,
      ),
      ...(values === undefined
        ? []
        : [`        ${quoted(`1:${values === 'jobs' ? 'job' : 'value'}:${action(values)}`)} \\`]),
      "        '--help[shows how it is used]'",
      '      ;;',
    ]),
    "    help) _describe 'command' commands ;;",
    '  esac',
    '}',
    'if [[ $funcstack[1] == _nightshift ]]; then _nightshift "$@"; else compdef _nightshift nightshift; fi',
  ];
}

function fish(commands: readonly CompletedCommand[]): readonly string[] {
  const line = (...words: readonly string[]) => `complete -c nightshift ${words.join(' ')}`;
  // Within single quotes, fish reads a backslash before a quote or a backslash, and bash's way out of quotes as well.
  const text = (words: string) => `'${words.replace(/['\\]/g, '\\$&')}'`;
  const value = (of: Value | undefined) => {
    if (of === undefined) return [];
    if (of === 'file' || of === 'folder') return ['-r', '-F'];
    if (of === 'jobs') return ['-x', '-a', text('(nightshift completion jobs 2>/dev/null)')];
    return of === 'anything' ? ['-x'] : ['-x', '-a', text(of.join(' '))];
  };
  return [
    '# Completion of nightshift for fish: nightshift completion fish | source',
    line('-f'),
    ...commands.map(({ name, description }) =>
      line('-n', '__fish_use_subcommand', '-a', name, '-d', text(description)),
    ),
    ...commands.flatMap(({ name, options, values }) => {
      const inCommand = ['-n', text(`__fish_seen_subcommand_from ${name}`)];
      return [
        ...options.map((option) =>
          line(
            ...inCommand,
            '-l',
            option.name.slice(2),
            ...value(option.value),
            '-d',
            text(option.description),
          ),
        ),
        ...(values === undefined ? [] : [line(...inCommand, ...value(values))]),
      ];
    }),
  ];
}
