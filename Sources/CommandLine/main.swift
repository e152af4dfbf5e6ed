print("zhol")
