autocmd BufNewFile,BufRead *.dl setfiletype zhol
