from servicecenter.web.table import Table

table = Table()
