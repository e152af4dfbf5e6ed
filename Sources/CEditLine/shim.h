#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

// el_set and history take variable arguments and the standard streams are global variables: Swift reaches neither.

static inline EditLine *zhol_edit_open(
    History *past, char *(*prompt)(EditLine *), int (*read)(EditLine *, wchar_t *),
    unsigned char (*complete)(EditLine *, int)) {
    EditLine *editor = el_init("zhol", stdin, stdout, stderr);
    if (!editor) return NULL;
    // The signals are the program's own.
    el_set(editor, EL_SIGNAL, 0);
    el_set(editor, EL_EDITOR, "emacs");
    el_set(editor, EL_PROMPT_ESC, prompt, '\1');
    el_set(editor, EL_HIST, history, past);
    el_set(editor, EL_GETCFN, read);
    el_set(editor, EL_ADDFN, "zhol-complete", "complete the word", complete);
    el_set(editor, EL_BIND, "^I", "zhol-complete", NULL);
    el_set(editor, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(editor, EL_BIND, "^W", "ed-delete-prev-word", NULL);
    el_set(editor, EL_BIND, "\\e[1~", "ed-move-to-beg", NULL);
    el_set(editor, EL_BIND, "\\e[4~", "ed-move-to-end", NULL);
    el_set(editor, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
    el_set(editor, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
    el_set(editor, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
    // ~/.editrc has the last word.
    el_source(editor, NULL);
    return editor;
}

static inline void zhol_edit_redraw(EditLine *editor) { el_set(editor, EL_REFRESH); }

// Back to the editor's way of the terminal, after the program was stopped and continued.
static inline void zhol_edit_take_terminal(EditLine *editor) {
    el_set(editor, EL_PREP_TERM, 1);
    el_set(editor, EL_REFRESH);
}

static inline void zhol_history_size(History *past, int size) {
    HistEvent event;
    history(past, &event, H_SETSIZE, size);
}

static inline void zhol_history_clear(History *past) {
    HistEvent event;
    history(past, &event, H_CLEAR);
}

static inline void zhol_history_add(History *past, const char *entry) {
    HistEvent event;
    history(past, &event, H_ENTER, entry);
}
