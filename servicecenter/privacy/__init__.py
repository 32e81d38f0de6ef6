"""Personal data goes on its day, or when the person asks for it; what is held about a person can be shown.

model.py     what stands in the rows of one case, in words; pure
service.py   erasing by handbook in batches, and by number on request
businesses.py   a business goes when nothing of it is left and nobody has said why to keep it
What is held, why and how long: docs/privacy.md
"""
