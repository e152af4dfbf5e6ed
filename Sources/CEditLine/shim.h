#include <stdio.h>
#include <editline/readline.h>

// libedit's settings are global variables, which Swift does not let code touch; these functions do.
static inline void zhol_edit_configure(const char *name, char *breaks, char **(*complete)(const char *, int, int)) {
    rl_readline_name = name;
    rl_completer_word_break_characters = breaks;
    rl_attempted_completion_function = complete;
}
static inline void zhol_edit_completion_over(void) { rl_attempted_completion_over = 1; }
static inline const char *zhol_edit_line(void) { return rl_line_buffer ? rl_line_buffer : ""; }
