# prove
