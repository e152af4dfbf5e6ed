" Vim syntax of zhol programs (.dl)
if exists('b:current_syntax')
  finish
endif

syntax case match
syntax iskeyword @,48-57,_,192-255

syntax match zholOperator "[-+*/=<>!|;,]\|:-\|?-\|\.\."
syntax keyword zholStatement prefix base class relation enum declare input output include query deny begin commit rollback
syntax keyword zholStatement what if
syntax match zholStatement "\<disjoint\>\ze\s\+[^(]"
syntax keyword zholClause select order by asc desc limit offset as of known per
syntax keyword zholLogic not optional or in
syntax keyword zholConstant true false none
syntax keyword zholProperty one required symmetric transitive inverse
syntax match zholAggregate "\<\(count\|sum\|avg\|min\|max\|median\|stddev\|list\|argmax\|argmin\)\>\ze\s*[({]"
syntax match zholFunction "\<\(abs\|round\|floor\|ceil\|sqrt\|power\|log\|exp\|least\|greatest\|len\|upper\|lower\|trim\|concat\|substr\|replace\|starts_with\|ends_with\|contains\|matches\|like\|split\|year\|month\|day\|today\|days_between\|overlaps\|int\|decimal\|float\|string\|date\|entity\|type_of\|label_of\|coalesce\)\>\ze("

syntax match zholVariable "\<\u\k*\>"
syntax match zholVariable "\<_\k*\>"
syntax match zholParameter "\$\k\+"
syntax match zholNumber "\<\d[0-9_]*\(\.\d[0-9_]*\)\?\([eE][-+]\?\d\+\)\?\>"
syntax match zholDate "\<\d\{4}-\d\d\(-\d\d\(T[0-9:.]\+\(Z\|[-+]\d\d:\d\d\)\)\?\)\?\>"
syntax match zholIRI "<[A-Za-z][A-Za-z0-9+.-]*:[^<>"{}|^` ]*>"

syntax match zholEscape contained "\\[\"'\\ntr]\|\\u\x\{4}\|\\U\x\{8}"
syntax region zholString start=+"+ skip=+\\.+ end=+"\|$+ contains=zholEscape
syntax region zholString start=+"""+ skip=+\\.+ end=+"""+ contains=zholEscape
syntax region zholName start=+'+ skip=+\\.+ end=+'\|$+ contains=zholEscape

syntax match zholComment "%.*$" contains=@Spell
syntax match zholDocumentation "^\s*%%\(%\)\@!.*$" contains=@Spell
syntax region zholComment start="/\*" end="\*/" contains=@Spell

highlight default link zholStatement Statement
highlight default link zholClause Statement
highlight default link zholLogic Conditional
highlight default link zholConstant Constant
highlight default link zholProperty Type
highlight default link zholAggregate Function
highlight default link zholFunction Function
highlight default link zholVariable Identifier
highlight default link zholParameter PreProc
highlight default link zholNumber Number
highlight default link zholDate Number
highlight default link zholIRI Underlined
highlight default link zholEscape SpecialChar
highlight default link zholString String
highlight default link zholName Special
highlight default link zholComment Comment
highlight default link zholDocumentation SpecialComment
highlight default link zholOperator Operator

let b:current_syntax = 'zhol'
